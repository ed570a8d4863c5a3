/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.VideoDecoder;
import io.ambidex.connectors.media.player.PlayedCounts;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.VideoFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    private static final long START = 1_700_000_000_000L;
    private static final int LEARNT_SCENES = 200;
    private static final int SCENES = 320;
    private static final RecordPosition POSITION = new RecordPosition("topic", 0, 0);

    @Test
    void theSameSeedGivesTheSameBytes() {
        assertThat(play(small().seed(3))).isEqualTo(play(small().seed(3)));
        assertThat(play(small().seed(3))).isNotEqualTo(play(small().seed(4)));
    }

    @Test
    void streamsDifferAndShareTheScenes() {
        Simulator simulator = new Simulator(small().streams(3).scenes(10).build());
        List<PlayedStream> streams = simulator.streams();
        streams.forEach(SimulatorTest::drain);

        assertThat(streams)
                .extracting(PlayedStream::streamId)
                .containsExactly("sim-0", "sim-1", "sim-2");
        assertThat(streams).extracting(s -> s.counts().clips()).containsExactly(4L, 3L, 3L);
    }

    @Test
    void everyRecordIsRealMediaThatTheDecodersTake() throws Exception {
        AudioDecoder audio = new AudioDecoder("audio", 16_000);
        VideoDecoder video = new VideoDecoder("video", 64, 64, 3);
        int samples = 0;
        int frames = 0;
        for (PlayedRecord played : play(SimulatorOptions.builder().streams(1).scenes(2))) {
            if (played.record() instanceof AudioChunk chunk) {
                samples += audio.decode(chunk, POSITION).data().length / 2;
            } else if (played.record() instanceof VideoFrame frame) {
                assertThat(video.decode(frame, POSITION).data()).hasSize(64 * 64 * 3);
                frames++;
            }
        }
        assertThat(samples).isEqualTo(32_000);
        assertThat(frames).isEqualTo(20);
    }

    @Test
    void scenesFillTheirWindowsAndCarryTheirLabel() {
        List<PlayedRecord> records = play(small().scenes(3));

        assertThat(records.stream().map(PlayedRecord::eventTimeMillis).toList()).isSorted();
        List<Label> labels = labels(records);
        for (int i = 0; i < 3; i++) {
            assertThat(labels.get(i).getStartMillis()).isEqualTo(START + 1_000L * i);
            assertThat(labels.get(i).getEndMillis()).isEqualTo(START + 1_000L * (i + 1));
            assertThat(labels.get(i).getKnownAtMillis()).isEqualTo(labels.get(i).getEndMillis());
        }
    }

    @Test
    void lateLabelsComeInTheOrderInWhichTheyAreKnown() {
        List<PlayedRecord> records =
                play(
                        small().scenes(200)
                                .labelDelay(Duration.ofMillis(500), Duration.ofMillis(5_000)));

        assertThat(records.stream().map(PlayedRecord::eventTimeMillis).toList()).isSorted();
        assertThat(labels(records))
                .hasSize(200)
                .allSatisfy(
                        label ->
                                assertThat(label.getKnownAtMillis() - label.getEndMillis())
                                        .isBetween(500L, 5_000L));
    }

    @Test
    void fractionsOfLabelsAndMissingModalitiesAreKept() {
        List<PlayedRecord> records =
                play(
                        small().scenes(1_000)
                                .labelFraction(0.4)
                                .evaluateFraction(0.25)
                                .missing(0.1, 0.3));

        long evaluated =
                labels(records).stream().filter(l -> l.getUse() == LabelUse.EVALUATE).count();
        assertThat(labels(records).size()).isBetween(350, 450);
        assertThat((double) evaluated / labels(records).size()).isBetween(0.18, 0.32);
        assertThat(scenesWith(records, AudioChunk.class)).isBetween(870L, 930L);
        assertThat(scenesWith(records, VideoFrame.class)).isBetween(650L, 750L);
    }

    @Test
    void everyClassIsShownEquallyOften() {
        Integer[] shown = {0, 0, 0, 0};
        Simulator simulator = new Simulator(small().classes(4).scenes(1_000).build());
        for (PlayedStream stream : simulator.streams()) {
            for (Label label : labels(drain(stream))) {
                shown[simulator.classes().indexOf(label.getLabel())]++;
            }
        }
        assertThat(shown).allMatch(count -> count > 200 && count < 300);
    }

    @Test
    void bothModalitiesCanBeLearntByDefault() {
        assertThat(accuracyOfSound(SimulatorOptions.builder())).isGreaterThan(0.95);
        assertThat(accuracyOfPictures(SimulatorOptions.builder())).isGreaterThan(0.9);
    }

    @Test
    void aModalityGetsHarderWithItsDifficultyAlone() {
        double hard = 0.55;

        assertThat(accuracyOfSound(SimulatorOptions.builder().videoDifficulty(hard)))
                .isGreaterThan(0.95);
        assertThat(accuracyOfPictures(SimulatorOptions.builder().videoDifficulty(hard)))
                .isBetween(0.3, 0.85);
    }

    @Test
    void difficultyOneLeavesNothingToLearn() {
        // Six classes: a guess is right in one case of six.
        assertThat(accuracyOfSound(SimulatorOptions.builder().audioDifficulty(1))).isLessThan(0.3);
        assertThat(accuracyOfPictures(SimulatorOptions.builder().videoDifficulty(1)))
                .isLessThan(0.3);
    }

    @Test
    void aChangeOfDifficultyIsDrift() {
        Difficulty soundIsLost = new Difficulty(LEARNT_SCENES, 1, 0.25);

        assertThat(accuracyOfSound(SimulatorOptions.builder().change(soundIsLost)))
                .isLessThan(0.35);
    }

    @Test
    void optionsAreCheckedWithLimitAndActualValue() {
        assertRefused(small().classes(9), "2 to 8", "9");
        assertRefused(small().streams(0), "streams", "0");
        assertRefused(small().audioDifficulty(1.5), "audio", "1.5");
        assertRefused(small().startMillis(5), "multiple", "1000", "5");
        assertRefused(
                small().labelDelay(Duration.ofSeconds(2), Duration.ofSeconds(1)), "2000", "1000");
        assertRefused(small().labelFraction(Double.NaN), "NaN");
    }

    @Test
    void aClosedStreamHasEnded() {
        PlayedStream stream = new Simulator(small().build()).streams().get(0);
        assertThat(stream.hasNext()).isTrue();
        stream.close();

        assertThat(stream.hasNext()).isFalse();
        assertThat(stream.counts()).isEqualTo(new PlayedCounts(1, 0, 0, 0, 0));
    }

    /** Right answers about scenes after the learnt ones, with as few pixels as there can be. */
    private static double accuracyOfSound(SimulatorOptionsBuilder builder) {
        builder.seed(7).streams(1).scenes(SCENES).pictureSize(16, 16).framesPerSecond(1);
        return SceneClassifier.audio(16_000).accuracy(builder.build(), LEARNT_SCENES);
    }

    /** Right answers about scenes after the learnt ones, with as few samples as there can be. */
    private static double accuracyOfPictures(SimulatorOptionsBuilder builder) {
        builder.seed(7).streams(1).scenes(SCENES).sampleRate(4_000);
        return SceneClassifier.video(64, 64).accuracy(builder.build(), LEARNT_SCENES);
    }

    private static SimulatorOptionsBuilder small() {
        return SimulatorOptions.builder()
                .streams(1)
                .scenes(5)
                .pictureSize(16, 16)
                .framesPerSecond(2)
                .sampleRate(4_000);
    }

    private static void assertRefused(SimulatorOptionsBuilder builder, String... parts) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    private static List<PlayedRecord> play(SimulatorOptionsBuilder builder) {
        return drain(new Simulator(builder.build()).streams().get(0));
    }

    private static List<PlayedRecord> drain(PlayedStream stream) {
        List<PlayedRecord> records = new ArrayList<>();
        stream.forEachRemaining(records::add);
        return records;
    }

    private static List<Label> labels(List<PlayedRecord> records) {
        return records.stream()
                .map(PlayedRecord::record)
                .filter(Label.class::isInstance)
                .map(Label.class::cast)
                .toList();
    }

    private static long scenesWith(List<PlayedRecord> records, Class<?> type) {
        return records.stream()
                .filter(r -> type.isInstance(r.record()))
                .map(r -> r.eventTimeMillis() / 1_000)
                .distinct()
                .count();
    }
}
