/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.benchmark;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.MiniBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Speed of a training step on one thread: the learner with all monitors beside PyTorch, the cost of
 * the monitors over a plain step, and of every method over the learner with {@code joint}. Rounds
 * of all contestants are interleaved and medians compared, because the speed of a machine drifts.
 * Not a test; run it with
 *
 * <pre>{@code
 * MALLOC_ARENA_MAX=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=134217728 \
 * GLIBC_TUNABLES=glibc.malloc.hugetlb=1 \
 * mvn -pl model test -Dtest=StepBenchmark -Dambidex.benchmark=true -Dtest.jvm.args=-Xmx2g \
 *     -Dambidex.peer="PYTHON SCRIPT"
 * }</pre>
 *
 * Without {@code ambidex.peer} there is no comparison with PyTorch. {@code ambidex.rounds} sets the
 * number of rounds (9).
 */
@EnabledIfSystemProperty(named = "ambidex.benchmark", matches = "true")
class StepBenchmark {
    private static final int ROUNDS = Integer.getInteger("ambidex.rounds", 9);
    private static final double ROUND_MILLIS = 1_500;

    private static final Map<String, Map<String, String>> METHODS = new LinkedHashMap<>();

    static {
        METHODS.put("joint", Map.of());
        METHODS.put("joint-with-unimodal-losses", Map.of());
        METHODS.put("unimodal", Map.of());
        METHODS.put("ogm", Map.of());
        METHODS.put("ogm-ge", Map.of());
        METHODS.put("opm", Map.of("warmUpSteps", "0"));
        METHODS.put("inforeg", Map.of());
        METHODS.put("inforeg (trace of all losses)", Map.of("traceSource", "total"));
        METHODS.put("inforeg (one loss)", Map.of("unimodalLossWeight", "0"));
    }

    /** One that takes part in the rounds. */
    private interface Contestant {
        Measurement round(int steps) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(BenchmarkPair.class)
    void compare(BenchmarkPair pair) throws IOException {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            Map<String, Contestant> contestants = contestants(pair, open);
            Map<String, List<Measurement>> rounds = new LinkedHashMap<>();
            int steps = 0;
            for (int round = -1; round < ROUNDS; round++) {
                for (Map.Entry<String, Contestant> contestant : contestants.entrySet()) {
                    if (round < 0) {
                        // Warms up, and finds how many steps make a round.
                        Measurement first = contestant.getValue().round(3);
                        steps = Math.max(steps, (int) (ROUND_MILLIS / first.wallMillis()) + 1);
                    } else {
                        rounds.computeIfAbsent(contestant.getKey(), k -> new ArrayList<>())
                                .add(contestant.getValue().round(steps));
                    }
                }
            }
            print(pair, steps, rounds);
        } finally {
            for (AutoCloseable resource : open) {
                closeQuietly(resource);
            }
        }
    }

    private static Map<String, Contestant> contestants(BenchmarkPair pair, List<AutoCloseable> open)
            throws IOException {
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        String peerCommand = System.getProperty("ambidex.peer");
        if (peerCommand != null) {
            PeerProcess peer = new PeerProcess(peerCommand, pair);
            open.add(peer);
            contestants.put("PyTorch (py)", steps -> peer.run("py", steps));
        }
        PlainStep plain = new PlainStep(pair);
        open.add(plain);
        contestants.put("plain step", steps -> Measurement.of(steps, plain::run));
        MiniBatch batch = pair.batch();
        METHODS.forEach(
                (label, options) -> {
                    String method = label.split(" ")[0];
                    Learner learner = Learner.create(pair.network(), pair.options(method, options));
                    open.add(learner);
                    contestants.put(
                            label, steps -> Measurement.of(steps, () -> learner.step(batch)));
                });
        String chosen = System.getProperty("ambidex.contestants", ".*");
        contestants.keySet().removeIf(name -> !name.equals("joint") && !name.matches(chosen));
        return contestants;
    }

    private static void print(
            BenchmarkPair pair, int steps, Map<String, List<Measurement>> rounds) {
        Map<String, Measurement> medians = new LinkedHashMap<>();
        rounds.forEach((name, list) -> medians.put(name, Measurement.median(list)));
        Measurement joint = medians.get("joint");
        System.out.printf(
                "%n%s, batch %d: medians of %d interleaved rounds of %d steps, 1 thread%n",
                pair, pair.batch().size(), ROUNDS, steps);
        System.out.printf(
                "  %-32s %10s %10s %18s%n", "", "wall ms", "cpu ms", "time / joint (cpu)");
        medians.forEach(
                (name, median) ->
                        System.out.printf(
                                "  %-32s %10.3f %10.3f %8.3f (%.3f)%n",
                                name,
                                median.wallMillis(),
                                median.cpuMillis(),
                                median.wallMillis() / joint.wallMillis(),
                                median.cpuMillis() / joint.cpuMillis()));
        Measurement peer = medians.get("PyTorch (py)");
        if (peer != null) {
            System.out.printf(
                    "  joint with all monitors runs at %.3f of the speed of PyTorch (cpu %.3f)%n",
                    peer.wallMillis() / joint.wallMillis(), peer.cpuMillis() / joint.cpuMillis());
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.out.println("closing failed: " + e);
        }
    }
}
