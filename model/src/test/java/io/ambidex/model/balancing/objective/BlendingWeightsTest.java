/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.balancing.objective.BlendingWeights.Trace;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlendingWeightsTest {
    private static final Trace GOOD = new Trace(2, 2, 1, 1.1);
    private static final Trace OVERFITTED = new Trace(2, 2, 0.5, 1.9);
    private static final Trace WORSE = new Trace(2, 2, 1, 2.5);
    private static final Trace UNKNOWN = new Trace(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    @Test
    void whatGeneralisesWithoutOverfittingEarnsTheWeight() {
        double[] weights = BlendingWeights.of(GOOD, OVERFITTED, WORSE);
        assertThat(weights[0]).isGreaterThan(0.9);
        assertThat(weights[1]).isBetween(0.0, 0.1);
        assertThat(weights[2]).isZero();
    }

    @Test
    void newWeightsAreHalfwayAndNeverBelowTheFloor() {
        BlendingWeights rule = new BlendingWeights(0.05);
        double[] weights = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        double[] once = rule.next(weights, GOOD, OVERFITTED, WORSE);
        assertThat(once[2]).isCloseTo(1 / 6.0, within(1e-12));
        for (int window = 0; window < 20; window++) {
            weights = rule.next(weights, GOOD, OVERFITTED, WORSE);
            assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
        }
        assertThat(weights[2]).isCloseTo(0.05, within(1e-4));
    }

    @Test
    void theOldWeightsStayWhenNothingGeneralised() {
        double[] old = {0.2, 0.8};
        assertThat(new BlendingWeights(0.05).next(old, WORSE, WORSE)).isEqualTo(old);
    }

    @Test
    void whatWasNotMeasuredKeepsItsWeight() {
        double[] next =
                new BlendingWeights(0).next(new double[] {0.5, 0.3, 0.2}, UNKNOWN, GOOD, WORSE);
        assertThat(next[0]).isCloseTo(0.5, within(1e-12));
        assertThat(next[1]).isCloseTo(0.4, within(1e-12));
        assertThat(next[2]).isCloseTo(0.1, within(1e-12));
    }
}
