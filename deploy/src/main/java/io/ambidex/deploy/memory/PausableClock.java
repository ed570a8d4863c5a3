/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import io.ambidex.connectors.media.player.PlayerClock;

/** A player's clock that can be held: nothing is played meanwhile. */
final class PausableClock implements PlayerClock {
    private final PlayerClock real;
    private long heldNanos;
    private long heldSince;
    private boolean held;

    /**
     * @param real the clock that it follows
     */
    PausableClock(PlayerClock real) {
        this.real = real;
    }

    synchronized void hold() {
        if (!held) {
            held = true;
            heldSince = real.nanos();
        }
    }

    synchronized void release() {
        if (held) {
            held = false;
            heldNanos += real.nanos() - heldSince;
        }
    }

    @Override
    public synchronized long nanos() {
        return (held ? heldSince : real.nanos()) - heldNanos;
    }

    @Override
    public void pause(long nanos) {
        real.pause(nanos);
    }
}
