/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.schema.AudioChunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sound to mono 16-bit little-endian PCM at one sample rate.
 *
 * <p>Takes {@code pcm_s16le} with one or two channels; two are averaged. The sample rate is not
 * converted: a chunk at another rate is refused, since resampling chunk by chunk would leave a seam
 * at every border.
 */
public final class AudioDecoder implements MediaDecoder<AudioChunk> {
    private static final long serialVersionUID = 1L;

    /** The encoding that is understood. */
    public static final String PCM_S16LE = "pcm_s16le";

    private static final int MAX_CHANNELS = 2;

    private final String modality;
    private final int sampleRate;
    private final MediaLimits limits;

    /**
     * @param modality name of the modality
     * @param sampleRate samples per second that the network takes, hertz
     */
    public AudioDecoder(String modality, int sampleRate) {
        this(modality, sampleRate, MediaLimits.DEFAULT);
    }

    /**
     * @param modality name of the modality
     * @param sampleRate samples per second that the network takes, hertz
     * @param limits what a chunk may ask for
     */
    public AudioDecoder(String modality, int sampleRate, MediaLimits limits) {
        if (sampleRate < 1) {
            throw new IllegalArgumentException(
                    "the sample rate must be positive, but is " + sampleRate);
        }
        this.modality = modality;
        this.sampleRate = sampleRate;
        this.limits = limits;
    }

    @Override
    public String modality() {
        return modality;
    }

    @Override
    public MediaSample decode(AudioChunk chunk, RecordPosition position) throws MediaException {
        if (!PCM_S16LE.equals(chunk.getEncoding())) {
            throw new MediaException(
                    "the encoding is '" + chunk.getEncoding() + "', known is " + PCM_S16LE);
        }
        if (chunk.getSampleRate() != sampleRate) {
            throw new MediaException(
                    "the sample rate is "
                            + chunk.getSampleRate()
                            + " Hz, the network takes "
                            + sampleRate
                            + " Hz");
        }
        int channels = chunk.getChannels();
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new MediaException(
                    "the chunk has " + channels + " channels, 1 to " + MAX_CHANNELS + " are taken");
        }
        ByteBuffer payload = chunk.getPayload().duplicate();
        limits.checkPayload(payload.remaining());
        int frameBytes = channels * Short.BYTES;
        if (payload.remaining() % frameBytes != 0) {
            throw new MediaException(
                    "the payload has "
                            + payload.remaining()
                            + " bytes, no multiple of "
                            + frameBytes
                            + " ("
                            + channels
                            + " channels of 16 bits)");
        }
        byte[] mono = channels == 1 ? copy(payload) : mixDown(payload);
        long samples = mono.length / Short.BYTES;
        long end =
                EventTimes.end(chunk.getStartMillis(), Math.round(samples * 1000.0 / sampleRate));
        return new MediaSample(
                chunk.getStreamId(), modality, chunk.getStartMillis(), end, mono, position);
    }

    private static byte[] copy(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    private static byte[] mixDown(ByteBuffer payload) {
        ByteBuffer stereo = payload.order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer mono =
                ByteBuffer.allocate(stereo.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (stereo.hasRemaining()) {
            mono.putShort((short) ((stereo.getShort() + stereo.getShort()) >> 1));
        }
        return mono.array();
    }
}
