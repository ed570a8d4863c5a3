/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImbalanceMeasuresTest {
    @Test
    void contributionsAddUpToWhatTheCoalitionGainsOverTheEmptyOne() {
        double[] worth = {0.1, 0.5, 0.3, 0.8, 0.2, 0.6, 0.5, 0.9};
        double[] contributions = ShapleyValues.of(worth);
        assertThat(Arrays.stream(contributions).sum()).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void aModalityThatAddsNothingContributesNothing() {
        assertThat(ShapleyValues.of(new double[] {0, 1, 0, 1})).containsExactly(1, 0);
    }

    @Test
    void aTableOfCoalitionsMustBeComplete() {
        assertThatThrownBy(() -> ShapleyValues.of(new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2^M")
                .hasMessageContaining("3");
    }

    @Test
    void equalContributionsAreBalanced() {
        assertThat(ImbalanceDegree.of(new double[] {0.3, 0.3, 0.3}))
                .isEqualTo(new ImbalanceDegree(0, 0, 0));
        ImbalanceDegree one = ImbalanceDegree.of(new double[] {0.6, 0});
        assertThat(one.normalised()).isEqualTo(1);
        assertThat(ImbalanceDegree.of(new double[] {0, 0}).normalised()).isZero();
    }

    @Test
    void theDiscrepancyRatioIsReciprocalForTwo() {
        double[] ratios = DiscrepancyRatio.of(new double[] {4, 2});
        assertThat(ratios).containsExactly(2, 0.5);
    }

    @Test
    void anAbsentModalityIsLeftOutOfTheRatio() {
        double[] ratios = DiscrepancyRatio.of(new double[] {0.6, Double.NaN, 0.3});
        assertThat(ratios[0]).isEqualTo(2);
        assertThat(ratios[1]).isNaN();
        assertThat(DiscrepancyRatio.of(new double[] {0.6, Double.NaN})[0]).isEqualTo(1);
    }

    @Test
    void probabilitiesThatUnderflowAreBalanced() {
        assertThat(DiscrepancyRatio.of(new double[] {0, 0})).containsExactly(1, 1);
    }

    @Test
    void macroF1CountsClassesWithoutSupportAsZero() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(new int[] {0, 0, 1, -1}, new int[] {0, 1, 1, 2});
        assertThat(matrix.accuracy()).isCloseTo(2 / 3.0, within(1e-12));
        // Both seen classes have precision and recall 1 and 1/2 in some order: F1 = 2/3.
        assertThat(matrix.macroF1()).isCloseTo((2 / 3.0 + 2 / 3.0 + 0) / 3, within(1e-12));
    }

    @Test
    void leadsAreTakenOverExamplesThatHaveBoth() {
        double absent = Double.NaN;
        double[][] logProbabilities = {{-1, -1, -3}, {-2, absent, -3.5}};
        SplitScores scores =
                new SplitScores(
                        logProbabilities, new int[][] {{0, 0, 0}, {0, -1, 0}}, new int[] {0, 0, 0});
        assertThat(scores.lead(0)).isCloseTo(0.75, within(1e-12));
        assertThat(scores.lead(1)).isZero();
        assertThat(scores.count(1)).isEqualTo(2);
    }

    @Test
    void coalitionsAreScoredByBits() {
        CoalitionScores scores =
                new CoalitionScores(
                        List.of("audio", "video"),
                        new int[] {1, 0},
                        new int[][] {{0, 0}, {1, 1}, {0, 1}, {1, 0}},
                        new double[4]);
        assertThat(scores.accuracy(0)).isEqualTo(0.5);
        assertThat(scores.accuracy(3)).isEqualTo(1);
        assertThat(scores.contributions(0)).containsExactly(1, 0);
        assertThat(scores.contributions(1)).containsExactly(0.5, 0.5);
    }
}
