/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.training.UsedBatch;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same as {@link StreamSimulationTest} with a learner at the end, every seed with another
 * balancing method: the weights come out the same, bit for bit.
 */
class LearnerSimulationTest {

    private static final int RUNS = 12;
    private static final List<LearnerTrainers.Method> METHODS = methods();

    @TempDir private Path directory;

    @Test
    void whateverHappensToTheJobTheWeightsAndMonitorsHaveTheSameBits() throws Exception {
        Tally tally = new Tally();
        for (long seed : Seeds.of(RUNS)) {
            var method = METHODS.get(Math.floorMod(seed, METHODS.size()));
            try {
                tally.add(check(seed, method));
            } catch (AssertionError | Exception e) {
                throw Seeds.failure("LearnerSimulationTest", seed, e);
            }
        }
        System.out.println(tally);
    }

    private Outcome check(long seed, LearnerTrainers.Method method) throws Exception {
        World world = new World(seed, World.Form.VALUES);
        Outcome calm = Simulation.undisturbed(world, trainers(method, 1 << 20, seed + "-calm"));
        long inlineLimit = seed % 3 == 0 ? 0 : 1 << 20;
        Outcome wild =
                Simulation.disturbed(world, trainers(method, inlineLimit, seed + "-wild"), seed);
        Invariants invariants = new Invariants(world);
        invariants.check(calm, notIn(calm));
        invariants.check(wild, notIn(calm));
        Invariants.checkSame(wild, calm);
        assertThat(digests(wild)).as("versions with %s", method).isEqualTo(digests(calm));
        assertThat(monitors(wild)).as("monitor records of %s", method).isEqualTo(monitors(calm));
        return wild;
    }

    /** Every method, and some with windows so short that they end within a run. */
    private static List<LearnerTrainers.Method> methods() {
        List<LearnerTrainers.Method> methods = new ArrayList<>();
        for (BalancingMethodProvider provider : BalancingMethods.providers()) {
            methods.add(new LearnerTrainers.Method(provider.name(), Map.of()));
        }
        methods.add(new LearnerTrainers.Method("inforeg", Map.of("window", "4", "L", "2")));
        methods.add(new LearnerTrainers.Method("opm", Map.of("warmUpSteps", "0")));
        methods.add(new LearnerTrainers.Method("umt", Map.of("snapshotSteps", "3")));
        return methods;
    }

    private Trainers trainers(LearnerTrainers.Method method, long inlineLimit, String folder) {
        return new LearnerTrainers(method, inlineLimit, directory.resolve(folder));
    }

    /** Clips that were not trained on. */
    private static Predicate<ExpectedClip> notIn(Outcome run) {
        Set<ExpectedClip> used =
                run.batches().stream()
                        .map(UsedBatch::examples)
                        .flatMap(List::stream)
                        .map(example -> ExpectedClip.of(example.clip()))
                        .collect(Collectors.toSet());
        return clip -> !used.contains(clip);
    }

    private static List<String> digests(Outcome run) {
        return run.records(Outcome.Topic.MODEL_UPDATES, ModelUpdate.class).stream()
                .map(u -> u.getNumber() + " " + u.getDigest())
                .toList();
    }

    /** What the schema marks as repeatable. */
    private static List<String> monitors(Outcome run) {
        List<Schema.Field> repeatable =
                MonitorRecord.getClassSchema().getFields().stream()
                        .filter(field -> Boolean.TRUE.equals(field.getObjectProp("repeatable")))
                        .toList();
        return run.records(Outcome.Topic.MONITORS, MonitorRecord.class).stream()
                .map(
                        record ->
                                repeatable.stream()
                                        .map(f -> f.name() + "=" + record.get(f.pos()))
                                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
