/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.pairing.ValueAssembler.Summary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaAssemblersTest {

    private static final WindowId WINDOW = new WindowId(1_000, 1_010);

    private static int[] sound(MediaAssembler assembler, MediaSample... chunks) {
        return Media.samples(assembler.assemble(WINDOW, List.of(chunks)));
    }

    private static MediaSample chunk(long start, int samples, int value) {
        return Media.sound("s", start, samples, value, 0);
    }

    @Test
    void soundIsPlacedByTimestampAndGapsAreSilent() {
        var assembler = new SoundAssembler(1_000, 10);
        assertThat(sound(assembler, chunk(1_001, 2, 5), chunk(1_006, 2, 7)))
                .containsExactly(0, 5, 5, 0, 0, 0, 7, 7, 0, 0);
    }

    @Test
    void mediaWithoutASignalMakeAMissingModality() {
        var assembler = new SignalAssembler(new SoundAssembler(1_000, 10));
        assertThat(assembler.assemble(WINDOW, List.of(chunk(1_000, 10, 0)))).isEmpty();
        assertThat(sound(assembler, chunk(1_000, 9, 0), chunk(1_009, 1, -1)))
                .as("one sample is a signal")
                .endsWith(0, -1);
        PairingOptions options =
                PairingOptions.builder(WindowAssigner.tumbling(10))
                        .modality("audio", assembler)
                        .modality("video", new SignalAssembler(new PictureAssembler(1, 1)))
                        .build();
        Clip clip =
                new ClipMaker(options)
                        .make(
                                "s",
                                WINDOW,
                                List.of(
                                        List.of(chunk(1_000, 10, 0)),
                                        List.of(Media.frame("s", 1_000, 10, 3, 0))));
        assertThat(clip.media()).extracting(ModalityMedia::present).containsExactly(false, true);
        assertThat(clip.skewMillis()).isNull();
    }

    @Test
    void soundOutsideTheWindowIsCut() {
        var assembler = new SoundAssembler(1_000, 10);
        assertThat(sound(assembler, chunk(997, 5, 5), chunk(1_008, 5, 7)))
                .containsExactly(5, 5, 0, 0, 0, 0, 0, 0, 7, 7);
    }

    @Test
    void roundedTimestampsLeaveNoClick() {
        var assembler = new SoundAssembler(44_100, 441);
        MediaSample first = chunk(1_000, 200, 5);
        MediaSample second = chunk(1_005, 241, 7);
        int[] samples = sound(assembler, first, second);
        assertThat(Arrays.copyOf(samples, 200)).containsOnly(5);
        assertThat(Arrays.copyOfRange(samples, 200, 441)).containsOnly(7);
    }

    @Test
    void aGapOfAMillisecondIsAGap() {
        var assembler = new SoundAssembler(16_000, 160);
        int[] samples = sound(assembler, chunk(1_000, 64, 5), chunk(1_005, 80, 7));
        assertThat(Arrays.copyOfRange(samples, 64, 80)).containsOnly(0);
        assertThat(samples[80]).isEqualTo(7);
    }

    @Test
    void framesAreTheNearestToTheCentresOfEqualParts() {
        var assembler = new PictureAssembler(4, 1);
        var window = new WindowId(0, 80);
        List<MediaSample> frames =
                java.util.stream.IntStream.range(0, 8)
                        .mapToObj(i -> Media.frame("s", i * 10, 10, i, i))
                        .toList();
        assertThat(assembler.assemble(window, frames))
                .as("centres at 10, 30, 50, 70 lie between two frames: the earlier one")
                .containsExactly(0, 2, 4, 6);
    }

    @Test
    void framesRepeatWhenThereAreFewer() {
        var assembler = new PictureAssembler(4, 1);
        var frames = List.of(Media.frame("s", 0, 20, 1, 0), Media.frame("s", 60, 20, 2, 1));
        assertThat(assembler.assemble(new WindowId(0, 80), frames)).containsExactly(1, 1, 2, 2);
    }

    @Test
    void aFrameOfTheWrongSizeIsRefusedWithItsPosition() {
        var assembler = new PictureAssembler(1, 2);
        var frames = List.of(Media.frame("s", 1_000, 5, 1, 77));
        assertThatThrownBy(() -> assembler.assemble(WINDOW, frames))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame must have 2 bytes, but video-0@77 has 1");
    }

    @Test
    void valuesAreTheLastOrTheMean() {
        var samples = List.of(values(1_000, 1, 10), values(1_002, 4, 20));
        assertThat(floats(new ValueAssembler(2, Summary.LAST).assemble(WINDOW, samples)))
                .containsExactly(4, 20);
        assertThat(floats(new ValueAssembler(2, Summary.MEAN).assemble(WINDOW, samples)))
                .containsExactly(2.5f, 15);
    }

    private static MediaSample values(long start, float... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        var position = new RecordPosition("depth", 0, 0);
        return new MediaSample("s", "depth", start, start, data.array(), position);
    }

    private static float[] floats(byte[] data) {
        float[] floats = new float[data.length / 4];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }
}
