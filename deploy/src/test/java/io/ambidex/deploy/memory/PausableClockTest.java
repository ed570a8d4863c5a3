/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.media.player.PlayerClock;
import org.junit.jupiter.api.Test;

class PausableClockTest {
    private long now = 100;

    private final PausableClock clock =
            new PausableClock(
                    new PlayerClock() {
                        @Override
                        public long nanos() {
                            return now;
                        }

                        @Override
                        public void pause(long nanos) {
                            now += nanos;
                        }
                    });

    @Test
    void noTimePassesWhileItIsHeld() {
        clock.hold();
        now = 170;
        assertThat(clock.nanos()).isEqualTo(100);
        clock.hold();
        clock.release();
        assertThat(clock.nanos()).isEqualTo(100);
        now = 200;
        assertThat(clock.nanos()).isEqualTo(130);
        clock.release();
        assertThat(clock.nanos()).isEqualTo(130);
    }
}
