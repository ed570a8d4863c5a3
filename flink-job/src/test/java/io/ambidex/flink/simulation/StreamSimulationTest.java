/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Pairing, labeling and the bookkeeping of training under everything that may happen to a job, in
 * small worlds made from seeds. Every run is the same when its seed is:
 *
 * <pre>{@code
 * mvn -pl flink-job -am test -Dtest=StreamSimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dambidex.simulation.seed=4711 -Dambidex.simulation.runs=1
 * }</pre>
 */
class StreamSimulationTest {

    private static final int RUNS = 250;

    @Test
    void whateverHappensToTheJobEveryClipIsMadeOnceAndEveryExampleUsedOnce() throws Exception {
        Tally tally = new Tally();
        for (long seed : Seeds.of(RUNS)) {
            try {
                World world = new World(seed, World.Form.SOUND_AND_PICTURES);
                Outcome calm = Simulation.undisturbed(world, Trainers.BOOKKEEPING);
                Outcome wild = Simulation.disturbed(world, Trainers.BOOKKEEPING, seed);
                Invariants invariants = new Invariants(world);
                invariants.check(calm, StreamSimulationTest::heldOut);
                invariants.check(wild, StreamSimulationTest::heldOut);
                Invariants.checkSame(wild, calm);
                tally.add(wild);
            } catch (AssertionError | Exception e) {
                throw Seeds.failure("StreamSimulationTest", seed, e);
            }
        }
        System.out.println(tally);
        if (tally.runs() >= RUNS) {
            assertThat(tally.isTelling()).as(tally.toString()).isTrue();
        }
    }

    private static boolean heldOut(ExpectedClip clip) {
        return BookkeepingTrainer.holdsOut(clip.streamId(), clip.window());
    }
}
