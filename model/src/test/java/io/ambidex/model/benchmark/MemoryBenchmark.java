/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.benchmark;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.SyntheticStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Resident memory of the process over 5,000 training steps after 1,000 to warm up: the slope of a
 * straight line through it, in MiB per 1,000 steps. Not a test; Linux only. Run it with the
 * environment of {@link StepBenchmark} and
 *
 * <pre>{@code
 * mvn -pl model test -Dtest=MemoryBenchmark -Dambidex.benchmark=true -Dtest.jvm.args="-Xms256m -Xmx256m -XX:+AlwaysPreTouch"
 * }</pre>
 */
@EnabledIfSystemProperty(named = "ambidex.benchmark", matches = "true")
class MemoryBenchmark {
    private static final int WARM_UP = 1_000;
    private static final int STEPS = 5_000;
    private static final int EVERY = 100;

    @ParameterizedTest
    @ValueSource(strings = {"joint", "ogm-ge+joint-with-unimodal-losses", "opm", "inforeg"})
    void slope(String method) throws IOException {
        SyntheticStream stream = new SyntheticStream(3, 1);
        LearnerOptions options =
                LearnerOptions.builder().method(method, Map.of()).learningRate(0.01).build();
        double[] steps = new double[STEPS / EVERY];
        double[] resident = new double[steps.length];
        try (Learner learner = Learner.create(stream.network(), options)) {
            for (int step = 1; step <= WARM_UP + STEPS; step++) {
                learner.step(stream.batch(step, 16, 0.1));
                int after = step - WARM_UP;
                if (after > 0 && after % EVERY == 0) {
                    steps[after / EVERY - 1] = after / 1_000.0;
                    resident[after / EVERY - 1] = residentMebibytes();
                }
            }
        }
        System.out.printf(
                "%-36s %.0f -> %.0f MiB, slope %.3f MiB per 1,000 steps%n",
                method, resident[0], resident[resident.length - 1], slope(steps, resident));
    }

    private static double residentMebibytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0;
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }

    /** Least squares. */
    private static double slope(double[] x, double[] y) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            meanX += x[i] / x.length;
            meanY += y[i] / x.length;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        return covariance / variance;
    }
}
