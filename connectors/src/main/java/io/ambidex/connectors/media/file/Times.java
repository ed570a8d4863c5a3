/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's time stamps in microseconds. */
final class Times {
    static final long NONE = avutil.AV_NOPTS_VALUE;

    private static final double MICROS = 1e6;

    private Times() {}

    /** Microseconds, or the given value when there is no time stamp. */
    static long micros(long stamp, AVRational base, long otherwise) {
        if (stamp == NONE || base.den() == 0) {
            return otherwise;
        }
        return Math.round(stamp * MICROS * base.num() / base.den());
    }
}
