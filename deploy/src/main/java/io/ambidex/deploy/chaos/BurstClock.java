/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.media.player.PlayerClock;
import java.time.Duration;

/** A player's clock that runs ten times as fast for a minute. */
final class BurstClock implements PlayerClock {
    static final int FACTOR = 10;
    static final Duration LENGTH = Duration.ofSeconds(60);

    private final PlayerClock real;
    private final long beginsAfterNanos;
    private long startNanos = Long.MIN_VALUE;

    /**
     * @param real the clock that it follows
     * @param beginsAfter when the burst begins, after the clock is first read
     */
    BurstClock(PlayerClock real, Duration beginsAfter) {
        this.real = real;
        this.beginsAfterNanos = beginsAfter.toNanos();
    }

    @Override
    public synchronized long nanos() {
        long now = real.nanos();
        if (startNanos == Long.MIN_VALUE) {
            startNanos = now;
        }
        long inBurst = now - startNanos - beginsAfterNanos;
        long burst = Math.max(0, Math.min(LENGTH.toNanos(), inBurst));
        return now + (FACTOR - 1) * burst;
    }

    @Override
    public void pause(long nanos) {
        real.pause(nanos);
    }
}
