/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import io.ambidex.connectors.media.MediaException;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends a read that takes too long: FFmpeg asks during input, the reader asks between packets.
 *
 * <p>All watchdogs share one native callback, since JavaCPP has only a few to give; each has its
 * own deadline in native memory.
 */
final class Watchdog implements AutoCloseable {
    private static final AVIOInterruptCB.Callback_Pointer CALLBACK = new Callback();

    private final Duration limit;
    private final LongPointer deadline = new LongPointer(1);

    Watchdog(Duration limit) {
        this.limit = limit;
        restart();
    }

    /** Gives the full time again. */
    void restart() {
        deadline.put(System.nanoTime() + limit.toNanos());
    }

    void attach(AVIOInterruptCB interrupt) {
        interrupt.callback(CALLBACK).opaque(deadline);
    }

    boolean expired() {
        return expired(deadline);
    }

    void check() throws MediaException {
        if (expired()) {
            throw new MediaException(
                    "nothing came for " + limit.toMillis() + " ms, the time limit for one piece");
        }
    }

    @Override
    public void close() {
        deadline.close();
    }

    private static boolean expired(LongPointer deadline) {
        return System.nanoTime() - deadline.get() > 0;
    }

    /** Called from native code while it reads. */
    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            return expired(new LongPointer(opaque)) ? 1 : 0;
        }
    }
}
