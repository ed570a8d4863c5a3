/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.model.engine.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Supplier;

/** Sequences with known changes. */
final class DriftStreams {

    /** Zeros and ones; the share of ones is each mean in turn, for {@code length} values. */
    static double[] steps(long seed, int length, double... means) {
        CounterRandom random = new CounterRandom(seed, 0, "drift");
        double[] values = new double[length * means.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBernoulli(means[i / length]) ? 1 : 0;
        }
        return values;
    }

    /** A detector that is written and read again at many places answers as one that never was. */
    static void assertRestorable(Supplier<DriftDetector> made, double[] values) throws IOException {
        DriftDetector original = made.get();
        DriftDetector other = made.get();
        int found = 0;
        for (int i = 0; i < values.length; i++) {
            if (i % 37 == 0) {
                DriftDetector restored = made.get();
                restored.readState(new DataInputStream(new ByteArrayInputStream(state(other))));
                assertThat(state(restored)).isEqualTo(state(other));
                other = restored;
            }
            var said = original.add(values[i]);
            assertThat(other.add(values[i])).as("value %d", i).isEqualTo(said);
            found += said.isPresent() ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    private static byte[] state(DriftDetector detector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        detector.writeState(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private DriftStreams() {}
}
