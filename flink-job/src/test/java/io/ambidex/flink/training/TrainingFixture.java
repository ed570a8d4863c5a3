/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.ServedPrediction;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small network and examples for it: class 0 has dark media, class 1 bright. */
public final class TrainingFixture {

    public static final long SETTLE_DELAY = 1_000;
    public static final int BATCH_SIZE = 4;

    private static final int VALUES = 16;

    public static NetworkSpec network() {
        return new NetworkSpec(
                List.of(modality("audio"), modality("video")),
                "concat",
                Map.of(),
                List.of("dark", "bright"));
    }

    private static ModalitySpec modality(String name) {
        return new ModalitySpec(
                name,
                new FeatureInput(List.of(1, 4, 4)),
                new EncoderSpec("small-cnn", Map.of("channels", "4")));
    }

    public static TrainerSettings settings(Path directory) {
        return settings(directory, LearnerOptions.builder().learningRate(0.05).seed(7).build());
    }

    public static TrainerSettings settings(Path directory, LearnerOptions learner) {
        return settings(directory, learner, 1 << 20);
    }

    /**
     * @param stateInlineLimit largest state, in bytes, that is not raw operator state
     */
    public static TrainerSettings settings(
            Path directory, LearnerOptions learner, long stateInlineLimit) {
        return new TrainerSettings(
                "test",
                network().toJson(),
                learner,
                null,
                BATCH_SIZE,
                10_000,
                SETTLE_DELAY,
                directory.toUri().toString(),
                2,
                1,
                3,
                100,
                0.99,
                null,
                stateInlineLimit,
                DriftSettings.OFF,
                false);
    }

    /** Examples of one stream id, one second apart; every fifth has no video. */
    public static List<Example> examples(int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(example(i, false));
        }
        return examples;
    }

    public static Example example(int number, boolean evaluateOnly) {
        WindowId window = new WindowId(number * 1_000L, number * 1_000L + 1_000);
        int label = number % 2;
        return new Example(
                clip(number),
                new ServedPrediction(label, 0.5f, 0, 0),
                label,
                evaluateOnly,
                new RecordPosition("labels", 0, number),
                window.endMillis() + 100);
    }

    public static Clip clip(int number) {
        WindowId window = new WindowId(number * 1_000L, number * 1_000L + 1_000);
        ModalityMedia video =
                number % 5 == 4 ? ModalityMedia.missing("video") : media("video", number, window);
        return new Clip(
                "camera", window, List.of(media("audio", number, window), video), 10.0, false);
    }

    private static ModalityMedia media(String modality, int number, WindowId window) {
        Random random = new Random(modality.hashCode() * 31L + number);
        ByteBuffer data = ByteBuffer.allocate(VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < VALUES; i++) {
            data.putFloat((float) (random.nextGaussian() * 0.3 + number % 2));
        }
        return new ModalityMedia(
                modality,
                data.array(),
                window.startMillis(),
                window.endMillis(),
                new SourcePositions(modality, 0, new long[] {2L * number, 2L * number + 1}));
    }

    private TrainingFixture() {}
}
