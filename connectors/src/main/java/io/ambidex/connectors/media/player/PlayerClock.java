/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import java.util.concurrent.locks.LockSupport;

/** The player's clock; another one in tests. */
public interface PlayerClock {

    /** The machine's monotonic clock. */
    PlayerClock SYSTEM =
            new PlayerClock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void pause(long nanos) {
                    LockSupport.parkNanos(nanos);
                }
            };

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /**
     * Waits; may return early, and does so on interruption.
     *
     * @param nanos how long, nanoseconds
     */
    void pause(long nanos);
}
