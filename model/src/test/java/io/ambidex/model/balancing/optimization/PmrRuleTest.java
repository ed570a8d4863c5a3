/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.balancing.MethodOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PmrRuleTest {

    private static PmrRule rule(Map<String, String> options) {
        return new PmrRule(MethodOptions.parse("pmr", PmrOptions.ALL, options));
    }

    @Test
    void theWeightOfAModalityThatIsBehindGrowsWithTheLagUpToAlpha() {
        PmrRule rule = rule(Map.of("alpha", "2"));
        assertThat(rule.prototypeWeight(0.8, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(rule.prototypeWeight(0.1, 1)).isEqualTo(2);
        assertThat(rule.prototypeWeight(1, 1)).isZero();
        assertThat(rule.prototypeWeight(1.2, 1)).isZero();
    }

    @Test
    void theSwitchIsAllOrNothing() {
        PmrRule rule = rule(Map.of("coefficients", "switch", "alpha", "2"));
        assertThat(rule.prototypeWeight(0.99, 1)).isEqualTo(2);
        assertThat(rule.prototypeWeight(1, 1)).isZero();
    }

    @Test
    void theEntropyOfAModalityThatIsAheadIsRaisedInTheFirstSteps() {
        PmrRule rule = rule(Map.of("entropyWeight", "0.1", "entropySteps", "5"));
        assertThat(rule.entropyWeight(1.5, 5)).isCloseTo(0.05, within(1e-12));
        assertThat(rule.entropyWeight(9, 5)).isEqualTo(0.1);
        assertThat(rule.entropyWeight(1.5, 6)).isZero();
        assertThat(rule.entropyWeight(0.5, 1)).isZero();
        assertThat(rule(Map.of()).entropyWeight(1.5, 1)).as("off by default").isZero();
    }

    @Test
    void nothingIsAddedOutsideTheRangeOfSteps() {
        PmrRule rule = rule(Map.of("firstStep", "3", "lastStep", "4"));
        assertThat(rule.prototypeWeight(0.5, 2)).isZero();
        assertThat(rule.prototypeWeight(0.5, 3)).isPositive();
        assertThat(rule.prototypeWeight(0.5, 5)).isZero();
        assertThatThrownBy(() -> rule(Map.of("firstStep", "3", "lastStep", "2")))
                .hasMessage("lastStep must not be before firstStep (3), was 2");
    }

    @Test
    void rowsWithoutWeightDoNotCount() {
        double[] similarities = {-1, -2, -3, -0.5};
        PrototypeScores both =
                PrototypeScores.of(similarities, new int[] {0, 1}, new double[] {1, 0});
        PrototypeScores alone =
                PrototypeScores.of(new double[] {-1, -2}, new int[] {0}, new double[] {1});
        assertThat(both).isEqualTo(alone);
        assertThat(alone.distance()).isEqualTo(1);
        assertThat(alone.score()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
        assertThat(alone.loss()).isCloseTo(-Math.log(alone.score()), within(1e-12));
    }
}
