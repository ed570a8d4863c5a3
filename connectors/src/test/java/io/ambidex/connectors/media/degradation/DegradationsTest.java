/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.media.player.Input;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Degradations over the simulator's streams: six scenes of one second, dealt to two streams. */
class DegradationsTest {
    private static final SimulatorOptions SCENES =
            SimulatorOptions.builder().seed(5).scenes(6).streams(2).build();
    private static final Simulator SIMULATOR = new Simulator(SCENES);

    @Test
    void onlyTheModalityAndTheSpanThatAreNamedChange() {
        List<PlayedRecord> clean = play();
        List<PlayedRecord> degraded = play("audio@2-4:silence");
        assertThat(degraded).hasSameSizeAs(clean);
        for (int i = 0; i < clean.size(); i++) {
            PlayedRecord record = clean.get(i);
            boolean inside =
                    record.input() == Input.AUDIO
                            && record.eventTimeMillis() >= SCENES.startMillis() + 1_000
                            && record.eventTimeMillis() < SCENES.startMillis() + 2_000;
            assertThat(degraded.get(i).equals(record)).isEqualTo(!inside);
        }
    }

    @Test
    void theSameRunIsDegradedTheSameWay() {
        String[] all = {
            "audio@1:3dB",
            "audio@2s:noise",
            "video@1-4:blur",
            "video@2:noise=3dB",
            "video@3:delay=70ms"
        };
        assertThat(play(all)).isEqualTo(play(all)).isNotEqualTo(play());
    }

    @Test
    void recordsThatAreDroppedDoNotCome() {
        assertThat(play("video@0:drop")).noneMatch(record -> record.input() == Input.VIDEO);
    }

    @Test
    void aFrozenPictureIsTheLastOneBefore() {
        List<ByteBuffer> pictures = pictures(play("video@2-4:freeze"));
        List<ByteBuffer> clean = pictures(play());
        ByteBuffer last = clean.get(9);
        assertThat(pictures.subList(0, 10)).isEqualTo(clean.subList(0, 10));
        assertThat(pictures.subList(10, 20)).containsOnly(last);
        assertThat(pictures.subList(20, 30)).isEqualTo(clean.subList(20, 30));
    }

    @Test
    void aDelayMovesTheTimesAndKeepsTheOrder() {
        List<PlayedRecord> delayed = play("audio@2-4:delay=200ms");
        List<AudioChunk> chunks =
                delayed.stream()
                        .filter(r -> r.streamId().equals("sim-0"))
                        .filter(r -> r.input() == Input.AUDIO)
                        .map(r -> (AudioChunk) r.record())
                        .toList();
        long start = SCENES.startMillis();
        assertThat(chunks)
                .as("a gap of 200 ms, then the same sound later, without its last 200 ms")
                .extracting(chunk -> chunk.getStartMillis() - start)
                .isEqualTo(
                        Stream.iterate(0L, t -> t < 3_000, t -> t + 40)
                                .filter(t -> t < 1_000 || t >= 1_200)
                                .toList());
        assertThat(
                        delayed.stream()
                                .filter(r -> r.streamId().equals("sim-0"))
                                .map(PlayedRecord::eventTimeMillis)
                                .toList())
                .isSorted();
    }

    @Test
    void blackAndBlurredPicturesCanStillBeDecoded() throws Exception {
        for (PlayedRecord record : play("video@0-3:black", "video@3:blur")) {
            if (record.record() instanceof VideoFrame frame) {
                byte[] jpeg = new byte[frame.getPayload().remaining()];
                frame.getPayload().duplicate().get(jpeg);
                var picture =
                        io.ambidex.connectors.media.picture.PictureReader.read(
                                "jpeg", jpeg, (width, height) -> {});
                assertThat(picture.width()).isEqualTo(SCENES.width());
            }
        }
    }

    private static List<PlayedRecord> play(String... degradations) {
        List<PlayedRecord> records = new ArrayList<>();
        Degradations all =
                new Degradations(
                        Stream.of(degradations).map(Degradation::parse).toList(),
                        SIMULATOR,
                        SIMULATOR::babble,
                        9);
        for (PlayedStream stream : all.over(SIMULATOR.streams())) {
            stream.forEachRemaining(records::add);
            stream.close();
        }
        return records;
    }

    private static List<ByteBuffer> pictures(List<PlayedRecord> records) {
        return records.stream()
                .filter(r -> r.streamId().equals("sim-0") && r.input() == Input.VIDEO)
                .map(r -> ((VideoFrame) r.record()).getPayload())
                .toList();
    }
}
