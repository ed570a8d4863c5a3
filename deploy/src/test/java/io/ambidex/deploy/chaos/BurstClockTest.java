/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.media.player.PlayerClock;
import io.ambidex.deploy.chaos.BurstClock.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BurstClockTest {

    private static final Duration BEFORE = Duration.ofSeconds(30);
    private static final long START = Duration.ofDays(3).toNanos();

    private final Hands real = new Hands();
    private final BurstClock clock = new BurstClock(real, BEFORE, 10);

    @Test
    void beforeTheBurstItIsTheRealClock() {
        assertThat(after(Duration.ZERO)).isEqualTo(Duration.ZERO);
        assertThat(after(BEFORE)).isEqualTo(BEFORE);
    }

    @Test
    void inTheBurstItRunsAsManyTimesAsFastAsWasAsked() {
        after(Duration.ZERO);
        assertThat(after(BEFORE.plusSeconds(1))).isEqualTo(BEFORE.plusSeconds(10));
        assertThat(after(BEFORE.plusSeconds(60))).isEqualTo(BEFORE.plusSeconds(600));
    }

    @Test
    void afterTheBurstItRunsAsTheRealClockAndNeverGoesBack() {
        after(Duration.ZERO);
        assertThat(after(BEFORE.plusSeconds(61))).isEqualTo(BEFORE.plusSeconds(601));
        assertThat(after(BEFORE.plusHours(1))).isEqualTo(BEFORE.plusHours(1).plusSeconds(540));
    }

    @Test
    void theTimeBeforeTheBurstCountsFromTheFirstLook() {
        real.now = START + Duration.ofHours(5).toNanos();
        long first = clock.nanos();
        real.now += BEFORE.toNanos();
        assertThat(clock.nanos() - first).isEqualTo(BEFORE.toNanos());
    }

    @Test
    void itTellsWhereTheMomentLies() {
        assertThat(clock.phase()).isEqualTo(Phase.BEFORE);
        after(Duration.ZERO);
        assertThat(phaseAfter(BEFORE.minusNanos(1))).isEqualTo(Phase.BEFORE);
        assertThat(phaseAfter(BEFORE)).isEqualTo(Phase.BURST);
        assertThat(phaseAfter(BEFORE.plusSeconds(60).minusNanos(1))).isEqualTo(Phase.BURST);
        assertThat(phaseAfter(BEFORE.plusSeconds(60))).isEqualTo(Phase.AFTER);
    }

    @Test
    void nothingBurstsBeforeTheFirstLook() {
        real.now = START + BEFORE.plusSeconds(1).toNanos();
        assertThat(clock.phase()).isEqualTo(Phase.BEFORE);
    }

    @Test
    void itWaitsAsTheRealClockDoes() {
        clock.pause(17);
        assertThat(real.now - START).isEqualTo(17);
    }

    /** What the clock has moved on when so much real time has passed since the start. */
    private Duration after(Duration passed) {
        real.now = START + passed.toNanos();
        return Duration.ofNanos(clock.nanos() - START);
    }

    private Phase phaseAfter(Duration passed) {
        real.now = START + passed.toNanos();
        return clock.phase();
    }

    /** A clock that is moved by hand. */
    private static final class Hands implements PlayerClock {
        private long now = START;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(long nanos) {
            now += nanos;
        }
    }
}
