/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.schema.AudioChunk;

/** Puts a degradation of sound over chunks of 16-bit PCM. */
final class SoundRecords implements RecordDegradation {
    private final SoundDegradation degradation;
    private final SoundLevel level = new SoundLevel();

    SoundRecords(SoundDegradation degradation) {
        this.degradation = degradation;
    }

    @Override
    public void pass(PlayedRecord record) {
        level.add(samples(record), ((AudioChunk) record.record()).getSampleRate());
    }

    @Override
    public PlayedRecord degrade(PlayedRecord record) {
        short[] samples = samples(record);
        double power = level.add(samples, ((AudioChunk) record.record()).getSampleRate());
        short[] degraded = degradation.degrade(samples, record.eventTimeMillis(), power);
        return Payloads.with(record, Pcm.bytes(degraded));
    }

    private static short[] samples(PlayedRecord record) {
        AudioChunk chunk = (AudioChunk) record.record();
        if (!AudioDecoder.PCM_S16LE.equals(chunk.getEncoding()) || chunk.getChannels() != 1) {
            throw new IllegalArgumentException(
                    "sound that is degraded must be mono "
                            + AudioDecoder.PCM_S16LE
                            + ", but has "
                            + chunk.getChannels()
                            + " channels of "
                            + chunk.getEncoding());
        }
        return Pcm.samples(chunk.getPayload());
    }
}
