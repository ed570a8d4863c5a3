/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.deploy.chaos.BurstClock.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void theRateOfTheBurstIsThatBetweenTheLooksAroundIt() {
        burst();
        assertThat(backlog.burst().offeredSeconds()).isEqualTo(62);
        assertThat(backlog.burst().offeredRate()).isEqualTo(6_200 / 62.0);
    }

    @Test
    void theJobKeepsUpWithWhatItDoesWhileClipsWait() {
        burst();
        look(Phase.AFTER, 180, 6_600, 3_600);
        assertThat(backlog.burst().drainSeconds()).isNull();
        assertThat(backlog.burst().ratio()).isZero();
        look(Phase.AFTER, 321, 7_000, 6_900);
        look(Phase.AFTER, 400, 7_000, 7_000);

        assertThat(backlog.burst().drainSeconds()).isEqualTo(200);
        assertThat(backlog.burst().sustainedRate()).isEqualTo(6_300 / 200.0);
        assertThat(backlog.burst().ratio()).isEqualTo(100 / 31.5);
    }

    @Test
    void asManyMayWaitAfterTheBurstAsBeforeIt() {
        burst();
        look(Phase.AFTER, 200, 7_000, 6_899);
        assertThat(backlog.burst().drainSeconds()).isNull();
        look(Phase.AFTER, 201, 7_000, 6_900);
        assertThat(backlog.burst().drainSeconds()).isEqualTo(80);
    }

    @Test
    void thePressureLastsFromTheBeginningOfTheBurstUntilItHasDrained() {
        look(Phase.BEFORE, 0, 0, 0);
        assertThat(backlog.isUnderPressure()).isFalse();
        look(Phase.BURST, 1, 100, 10);
        assertThat(backlog.isUnderPressure()).isTrue();
        look(Phase.AFTER, 61, 6_000, 600);
        assertThat(backlog.isUnderPressure()).isTrue();
        look(Phase.AFTER, 120, 6_000, 6_000);
        assertThat(backlog.isUnderPressure()).isFalse();
    }

    @Test
    void withoutABurstOnlyTheClipsThatWaitAreTold() {
        look(Phase.BEFORE, 0, 100, 40);
        look(Phase.BEFORE, 1, 120, 100);
        assertThat(backlog.maxClips()).isEqualTo(60);
        assertThat(backlog.burst()).isNull();
        assertThat(backlog.isUnderPressure()).isFalse();
    }

    /** At most 100 wait before the burst, and 5,900 at its end. */
    private void burst() {
        look(Phase.BEFORE, 0, 100, 0);
        look(Phase.BEFORE, 59, 300, 290);
        look(Phase.BURST, 61, 400, 300);
        look(Phase.AFTER, 121, 6_500, 600);
    }

    private void look(Phase phase, long seconds, long played, long done) {
        backlog.look(phase, Duration.ofSeconds(seconds).toNanos(), played, done);
    }
}
