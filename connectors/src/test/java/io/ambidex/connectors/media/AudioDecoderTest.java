/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.schema.AudioChunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class AudioDecoderTest {
    private static final RecordPosition POSITION = new RecordPosition("audio", 1, 2);

    private final AudioDecoder decoder = new AudioDecoder("audio", 16_000);

    @Test
    void monoGoesThroughUnchanged() throws Exception {
        byte[] pcm = pcm(1, -2, 32767, -32768);
        MediaSample sample = decoder.decode(chunk(1, pcm), POSITION);

        assertThat(sample.data()).isEqualTo(pcm);
        assertThat(sample.modality()).isEqualTo("audio");
        assertThat(sample.streamId()).isEqualTo("cam");
        assertThat(sample.position()).isEqualTo(POSITION);
    }

    @Test
    void aChunkEndsWhereItsSamplesEnd() throws Exception {
        MediaSample sample = decoder.decode(chunk(1, new byte[640 * 2]), POSITION);

        assertThat(sample.startMillis()).isEqualTo(1_000);
        assertThat(sample.endMillis()).isEqualTo(1_040);
    }

    @Test
    void stereoIsAveragedWithoutOverflow() throws Exception {
        byte[] stereo = pcm(100, 300, 32767, 32767, -32768, -32768, -1, 0);

        assertThat(decoder.decode(chunk(2, stereo), POSITION).data())
                .isEqualTo(pcm(200, 32767, -32768, -1));
    }

    @Test
    void thePayloadOfTheRecordIsNotConsumed() throws Exception {
        AudioChunk chunk = chunk(1, pcm(1, 2, 3));
        decoder.decode(chunk, POSITION);

        assertThat(decoder.decode(chunk, POSITION).data()).hasSize(6);
    }

    @Test
    void whatCannotBeUsedIsRefusedWithLimitAndActualValue() {
        assertRefused(chunk(1, new byte[0]), "empty");
        assertRefused(chunk(1, new byte[3]), "3 bytes", "multiple of 2");
        assertRefused(chunk(2, new byte[6]), "6 bytes", "multiple of 4");
        assertRefused(chunk(0, new byte[2]), "0 channels", "1 to 2");
        assertRefused(chunk(6, new byte[12]), "6 channels", "1 to 2");
        assertRefused(chunk(1, new byte[(8 << 20) + 2]), "8388610 bytes", "8388608");
        AudioChunk slow = chunk(1, new byte[2]);
        slow.setSampleRate(8_000);
        assertRefused(slow, "8000 Hz", "16000 Hz");
        AudioChunk flac = chunk(1, new byte[2]);
        flac.setEncoding("flac");
        assertRefused(flac, "'flac'", "pcm_s16le");
        AudioChunk late = chunk(1, new byte[3_200]);
        late.setStartMillis(Long.MAX_VALUE);
        assertRefused(late, "overflows");
    }

    @Test
    void aSampleRateMustBePositive() {
        assertThatThrownBy(() -> new AudioDecoder("audio", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    private void assertRefused(AudioChunk chunk, String... parts) {
        assertThatThrownBy(() -> decoder.decode(chunk, POSITION))
                .isInstanceOf(MediaException.class)
                .hasMessageContainingAll(parts);
    }

    private static AudioChunk chunk(int channels, byte[] payload) {
        return AudioChunk.newBuilder()
                .setStreamId("cam")
                .setStartMillis(1_000)
                .setEncoding(AudioDecoder.PCM_S16LE)
                .setSampleRate(16_000)
                .setChannels(channels)
                .setPayload(ByteBuffer.wrap(payload))
                .build();
    }

    private static byte[] pcm(int... samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample : samples) {
            bytes.putShort((short) sample);
        }
        return bytes.array();
    }
}
