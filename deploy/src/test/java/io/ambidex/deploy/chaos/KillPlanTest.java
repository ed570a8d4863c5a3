/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.deploy.chaos.KillPlan.Planned;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillPlanTest {

    private static final Duration TIME = Duration.ofMinutes(10);
    private static final int KILLS = 30;

    @Test
    void theSameSeedPlansTheSameKillsAndAnotherOneOthers() {
        assertThat(KillPlan.of(KILLS, TIME, 7)).isEqualTo(KillPlan.of(KILLS, TIME, 7));
        assertThat(KillPlan.of(KILLS, TIME, 8)).isNotEqualTo(KillPlan.of(KILLS, TIME, 7));
    }

    @Test
    void eachPartOfTheTimeHasOneKill() {
        Duration part = TIME.dividedBy(KILLS);
        List<Planned> kills = KillPlan.of(KILLS, TIME, 7).kills();

        assertThat(kills).hasSize(KILLS);
        for (int i = 0; i < KILLS; i++) {
            assertThat(kills.get(i).at())
                    .isBetween(part.multipliedBy(i), part.multipliedBy(i + 1L));
        }
    }

    @Test
    void everyThreeInARowKillOneOfEachKind() {
        List<Planned> kills = KillPlan.of(KILLS, TIME, 7).kills();
        for (int i = 0; i < KILLS; i += Victim.values().length) {
            assertThat(kills.subList(i, i + Victim.values().length))
                    .extracting(Planned::victim)
                    .containsExactlyInAnyOrder(Victim.values());
        }
    }

    @Test
    void nothingStaysDownForTwoSeconds() {
        assertThat(KillPlan.of(KILLS, TIME, 7).kills())
                .allSatisfy(
                        kill -> {
                            assertThat(kill.downFor())
                                    .isBetween(Duration.ZERO, Duration.ofMillis(1_999));
                            assertThat(kill.choice()).isNotNegative();
                        });
    }

    @Test
    void noKillsAreAPlanToo() {
        assertThat(KillPlan.of(0, TIME, 7).kills()).isEmpty();
    }
}
