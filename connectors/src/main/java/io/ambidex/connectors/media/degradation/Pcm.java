/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** 16-bit little-endian PCM as samples and back. */
public final class Pcm {

    private Pcm() {}

    /** The samples of mono PCM; half a sample at the end is left out. */
    public static short[] samples(ByteBuffer pcm) {
        ShortBuffer shorts = pcm.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        short[] samples = new short[shorts.remaining()];
        shorts.get(samples);
        return samples;
    }

    /** Samples as PCM. */
    static ByteBuffer bytes(short[] samples) {
        ByteBuffer pcm =
                ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        pcm.asShortBuffer().put(samples);
        return pcm.order(ByteOrder.BIG_ENDIAN);
    }
}
