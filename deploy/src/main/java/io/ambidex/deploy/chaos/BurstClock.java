/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.media.player.PlayerClock;
import java.time.Duration;

/** A player's clock that runs faster for a minute. */
final class BurstClock implements PlayerClock {
    static final Duration LENGTH = Duration.ofSeconds(60);

    /** Where a moment lies. */
    enum Phase {
        BEFORE,
        BURST,
        AFTER
    }

    private final PlayerClock real;
    private final long beginsAfterNanos;
    private final double factor;
    private long startNanos = Long.MIN_VALUE;

    /**
     * @param real the clock that it follows
     * @param beginsAfter when the burst begins, after the clock is first read
     * @param factor how many times as fast it runs in the burst, 1 or more
     */
    BurstClock(PlayerClock real, Duration beginsAfter, double factor) {
        this.real = real;
        this.beginsAfterNanos = beginsAfter.toNanos();
        this.factor = factor;
    }

    @Override
    public synchronized long nanos() {
        long now = real.nanos();
        if (startNanos == Long.MIN_VALUE) {
            startNanos = now;
        }
        long burst = Math.max(0, Math.min(LENGTH.toNanos(), inBurst(now)));
        return now + Math.round((factor - 1) * burst);
    }

    /** Where the present moment lies; before the burst as long as nobody has read the clock. */
    synchronized Phase phase() {
        long inBurst = startNanos == Long.MIN_VALUE ? -1 : inBurst(real.nanos());
        if (inBurst < 0) {
            return Phase.BEFORE;
        }
        return inBurst < LENGTH.toNanos() ? Phase.BURST : Phase.AFTER;
    }

    private long inBurst(long now) {
        return now - startNanos - beginsAfterNanos;
    }

    @Override
    public void pause(long nanos) {
        real.pause(nanos);
    }
}
