/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ResamplingRuleTest {

    @Test
    void theLessAModalityContributesTheMoreCopiesItGets() {
        double[] contributions = {1.5, 1, 0.5, 0, -0.5, Double.NaN};
        int[] copies = {0, 0, 1, 2, 3, 0};
        for (int i = 0; i < copies.length; i++) {
            assertThat(ResamplingRule.copies(contributions[i])).isEqualTo(copies[i]);
        }
    }

    @Test
    void theLastOfEquallyWeakModalitiesIsTheWeakestAndAnUnknownOneNever() {
        assertThat(ResamplingRule.weakest(new double[] {0.5, 0.5})).isEqualTo(1);
        assertThat(ResamplingRule.weakest(new double[] {0.4, 0.5})).isZero();
        assertThat(ResamplingRule.weakest(new double[] {Double.NaN, 0.5, 0.6})).isEqualTo(1);
    }

    @Test
    void theShareOfReplaysGrowsWithTheGapInEveryShape() {
        double[] far = {1, 0.1};
        double[] near = {1, 0.7};
        for (String shape : ResamplingRule.SHAPES) {
            assertThat(ResamplingRule.probability(far, 1, shape))
                    .isGreaterThan(ResamplingRule.probability(near, 1, shape));
            assertThat(ResamplingRule.probability(new double[] {0.3, 0.3}, 1, shape)).isZero();
        }
        assertThat(ResamplingRule.probability(far, 2, "linear")).isCloseTo(1.2, within(1e-12));
        assertThat(ResamplingRule.probability(far, 2, "tanh"))
                .isCloseTo(Math.tanh(1.2), within(1e-12));
        assertThat(ResamplingRule.probability(far, 2, "power"))
                .isCloseTo(2 * Math.pow(0.6, 1.5), within(1e-12));
    }

    @Test
    void nothingIsReplayedAsLongAsNothingIsKnown() {
        double[] unknown = {Double.NaN, Double.NaN};
        assertThat(ResamplingRule.probability(unknown, 1, "linear")).isZero();
    }
}
