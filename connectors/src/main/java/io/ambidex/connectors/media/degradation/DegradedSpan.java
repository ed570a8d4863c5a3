/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.Input;

/**
 * A degradation in event time.
 *
 * @param input sound or pictures
 * @param fromMillis its begin, milliseconds since the epoch
 * @param toMillis its end, not part of it; {@link Long#MAX_VALUE} for the rest of the run
 * @param effect what it does
 */
public record DegradedSpan(Input input, long fromMillis, long toMillis, Effect effect) {

    boolean covers(long eventTimeMillis) {
        return eventTimeMillis >= fromMillis && eventTimeMillis < toMillis;
    }

    /** The degradation of one stream; the key is the stream's own. */
    RecordDegradation begin(long key, Babble babble) {
        double value = effect.value();
        return switch (effect.kind()) {
            case NOISE ->
                    input == Input.AUDIO
                            ? new SoundRecords(new SoundNoise(key, value))
                            : new PictureRecords(new PictureNoise(key, value));
            case BABBLE -> new SoundRecords(babble.under(key, value));
            case SILENCE -> new SoundRecords(new Silence());
            case BLUR -> new PictureRecords(new Blur((int) value));
            case BLACK -> new PictureRecords(new Black());
            case FREEZE -> new Freeze();
            case DROP -> new Drop();
            case DELAY -> new Delay((long) value, toMillis);
        };
    }
}
