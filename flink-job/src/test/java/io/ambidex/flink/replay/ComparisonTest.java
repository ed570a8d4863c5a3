/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final LearnedVersion FIRST = new LearnedVersion(0, 0, "a", "00");
    private static final LearnedVersion SECOND = new LearnedVersion(2, 16, "b", "01");
    private static final LearnedVersion THIRD = new LearnedVersion(4, 32, "c", "02");

    @Test
    void theSameVersionsAreTheSame() {
        Comparison comparison = compare(null, FIRST, SECOND, THIRD);

        assertThat(comparison.problem()).isNull();
        assertThat(comparison.compared()).isEqualTo(3);
        assertThat(comparison.lastSameStep()).isEqualTo(4);
    }

    @Test
    void otherWeightsAreADifferenceAtTheirStep() {
        Comparison comparison = compare(null, FIRST, new LearnedVersion(2, 16, "x", "01"), THIRD);

        assertThat(comparison.problem())
                .contains("step 2 gave other weights: the digest was b, is now x");
        assertThat(comparison.lastSameStep()).isZero();
    }

    @Test
    void otherExamplesAreADifferenceEvenIfTheWeightsAgree() {
        assertThat(compare(null, FIRST, new LearnedVersion(2, 16, "b", "99")).problem())
                .contains("step 2 learned from other examples", "was 01, is now 99");
    }

    @Test
    void anEntryThatOnlyTellsOfMoreExamplesIsNoDifference() {
        assertThat(compare(null, new LearnedVersion(4, 35, "c", "77")).problem()).isNull();
    }

    @Test
    void stepsThatOnlyOneRunPublishedAreLeftOut() {
        Comparison comparison = compare(null, FIRST, new LearnedVersion(3, 24, "z", "55"));

        assertThat(comparison.problem()).isNull();
        assertThat(comparison.compared()).isEqualTo(1);
    }

    @Test
    void anExpectedDigestMustCome() {
        assertThat(compare("c", FIRST, SECOND, THIRD).problem()).isNull();
        assertThat(compare("d", FIRST).problem()).contains("no version has the digest d");
    }

    @Test
    void nothingToCompareIsAProblem() {
        assertThat(compare(null).problem()).contains("nothing to compare");
    }

    private static Comparison compare(String digest, LearnedVersion... replayed) {
        Comparison comparison = new Comparison(List.of(FIRST, SECOND, THIRD), digest);
        List.of(replayed).forEach(comparison::add);
        return comparison;
    }
}
