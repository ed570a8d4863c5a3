/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.deploy.standalone.CheckpointCounts;
import io.ambidex.flink.check.Invariant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurstInvariantsTest {
    private static final Backlog.Burst BURST = new Backlog.Burst(450, 60.5, 600.0, 45);
    private static final Pressure.Result FINE =
            new Pressure.Result(1_600, 280, 288, new CheckpointCounts(90, 10), 0L);

    @Test
    void allHoldAtTheirLimits() {
        assertThat(broken(BURST, FINE)).isEmpty();
    }

    @Test
    void theFiguresTellWhatWasOfferedAndWhatTheJobKeepsUpWith() {
        assertThat(BurstInvariants.of(BURST, 27_000, FINE, 0).get(0).figures())
                .isEqualTo(
                        "450.0 clips/s were played over 60.5 s; while some waited, for 600 s after"
                                + " it, the job was done with 45.0 clips/s: 10.0 times");
    }

    @Test
    void aBurstThatThePlayerDidNotReachIsBroken() {
        assertThat(broken(new Backlog.Burst(449, 60.5, 600.0, 45), FINE))
                .containsExactly(
                        "the burst offers at least ten times the rate that the job keeps up with");
    }

    @Test
    void aBurstThatDidNotDrainIsBroken() {
        assertThat(broken(new Backlog.Burst(450, 60.5, null, 0), FINE))
                .containsExactly(
                        "the burst offers at least ten times the rate that the job keeps up with",
                        "the lag of a burst drains");
        assertThat(broken(null, FINE)).hasSize(2);
    }

    @Test
    void tooFewCheckpointsTooMuchMemoryAndAFailureAreBroken() {
        assertThat(broken(BURST, result(1_600, 280, new CheckpointCounts(89, 11), 0L))).hasSize(1);
        assertThat(broken(BURST, result(1_600, 280, null, 0L))).hasSize(1);
        assertThat(broken(BURST, result(1_601, 280, FINE.checkpoints(), 0L))).hasSize(1);
        assertThat(broken(BURST, result(1_600, 289, FINE.checkpoints(), 0L))).hasSize(1);
        assertThat(broken(BURST, result(1_600, 280, FINE.checkpoints(), 1L)))
                .containsExactly("the job does not fail");
        assertThat(broken(BURST, result(1_600, 280, FINE.checkpoints(), null))).hasSize(1);
    }

    @Test
    void aJobWhoseProcessesAreKilledMayFail() {
        Pressure.Result failed = result(1_600, 280, FINE.checkpoints(), 3L);
        assertThat(BurstInvariants.of(BURST, 0, failed, 3)).allMatch(Invariant::holds);
    }

    private static Pressure.Result result(
            long residentMib, long heapMib, CheckpointCounts checkpoints, Long restarts) {
        return new Pressure.Result(residentMib, heapMib, 288, checkpoints, restarts);
    }

    private static List<String> broken(Backlog.Burst burst, Pressure.Result pressure) {
        return BurstInvariants.of(burst, 27_000, pressure, 0).stream()
                .filter(invariant -> !invariant.holds())
                .map(Invariant::name)
                .toList();
    }
}
