/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.LabelingOptions;
import io.ambidex.flink.pairing.PairingOptions;
import io.ambidex.flink.pairing.PictureAssembler;
import io.ambidex.flink.pairing.SoundAssembler;
import io.ambidex.flink.pairing.ValueAssembler;
import io.ambidex.flink.pairing.WindowAssigner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What stands in the topics, made from a seed, and the options that matter: three stream ids, two
 * modalities and labels over two partitions each, and commands.
 */
final class World {

    /** A partition of an input topic, in the order of its log. */
    record Partition(String topic, int number, List<Object> records) {
        boolean isMedia() {
            return topic.equals(AUDIO) || topic.equals(VIDEO);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** What the media is. */
    enum Form {
        /** Short sound and small pictures. */
        SOUND_AND_PICTURES,
        /** 16 numbers, which the network of the training tests takes. */
        VALUES
    }

    static final String AUDIO = "audio";
    static final String VIDEO = "video";
    static final String LABELS = "labels";
    static final String CONTROL = "control";

    static final List<String> STREAMS = List.of("a", "b", "c");

    /** Event time at which the streams end, in milliseconds. */
    static final long LENGTH = 800;

    /** Event time of the record that ends a partition: past every horizon. */
    static final long END = 10_000;

    static final long OUT_OF_ORDERNESS = 20;

    final PairingOptions pairing;
    final LabelingOptions labeling;
    final boolean labelWindows;
    final int batchSize;
    final long batchTimeoutMillis;
    final List<Partition> partitions = new ArrayList<>();

    World(long seed, Form form) {
        Random random = new Random(seed);
        int kind = random.nextInt(3);
        labelWindows = kind == 2;
        WindowAssigner windows =
                switch (kind) {
                    case 0 -> WindowAssigner.tumbling(100);
                    case 1 -> WindowAssigner.hopping(100, 60);
                    default -> WindowAssigner.labelIntervals(600);
                };
        pairing = pairing(windows, form);
        labeling =
                new LabelingOptions(
                        labelWindows, 0.5, 600, pairing.settleDelayMillis(), 1_000, 1 << 20);
        batchSize = 2 + random.nextInt(4);
        batchTimeoutMillis = random.nextBoolean() ? 10_000 : 20 + random.nextInt(200);
        partitions.addAll(WorldMedia.partitions(form, random));
        partitions.addAll(WorldLabels.partitions(labeling.horizonMillis(), random));
        partitions.add(new Partition(CONTROL, 0, commands(random)));
    }

    private static PairingOptions pairing(WindowAssigner windows, Form form) {
        PairingOptions.Builder builder =
                PairingOptions.builder(windows)
                        .outOfOrderness(OUT_OF_ORDERNESS)
                        .allowedDelay(30)
                        .silenceLimit(200);
        return switch (form) {
            case SOUND_AND_PICTURES ->
                    builder.modality(AUDIO, new SoundAssembler(1_000, 100))
                            .modality(VIDEO, new PictureAssembler(2, 1))
                            .build();
            case VALUES ->
                    builder.modality(AUDIO, new ValueAssembler(16, ValueAssembler.Summary.LAST))
                            .modality(VIDEO, new ValueAssembler(16, ValueAssembler.Summary.MEAN))
                            .build();
        };
    }

    private static List<Object> commands(Random random) {
        List<Object> commands = new ArrayList<>();
        long time = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            time += random.nextInt((int) LENGTH / 2);
            String id = "command-" + i;
            commands.add(
                    switch (random.nextInt(4)) {
                        case 0 -> command(id, time, "ogm-ge", Map.of("alpha", "0.5"), null);
                        case 1 -> command(id, time, "joint", Map.of(), null);
                        case 2 -> command(id, time, "no-such-method", Map.of(), null);
                        default -> command(id, time, null, Map.of(), random.nextBoolean());
                    });
        }
        return commands;
    }

    private static Control command(
            String id, long time, String method, Map<String, String> options, Boolean frozen) {
        return new Control(id, time, method, options, frozen, "main", Map.of());
    }

    /** All records of one type, by partition and offset. */
    <T> List<List<T>> logs(Class<T> type) {
        return partitions.stream()
                .filter(p -> p.records().stream().anyMatch(type::isInstance))
                .map(p -> p.records().stream().map(type::cast).toList())
                .toList();
    }

    /** Event time of a record. */
    static long timeOf(Object record) {
        if (record instanceof MediaSample sample) {
            return sample.startMillis();
        }
        return record instanceof LabelRecord label
                ? label.knownAtMillis()
                : ((Control) record).getEffectiveAtMillis();
    }

    /** Kafka key of a record. */
    static String keyOf(Object record) {
        if (record instanceof MediaSample sample) {
            return sample.streamId();
        }
        return record instanceof LabelRecord label ? label.streamId() : "";
    }
}
