/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final LearnedVersion FIRST = version(0, 0, "a", "00");
    private static final LearnedVersion SECOND = version(2, 16, "b", "01");
    private static final LearnedVersion THIRD = version(4, 32, "c", "02");

    @Test
    void theSameVersionsAreTheSame() {
        Comparison comparison = compare(null, FIRST, SECOND, THIRD);

        assertThat(comparison.problem()).isNull();
        assertThat(comparison.compared()).isEqualTo(3);
        assertThat(comparison.lastSameStep()).isEqualTo(4);
    }

    @Test
    void otherWeightsAreADifferenceAtTheirStep() {
        Comparison comparison = compare(null, FIRST, version(2, 16, "x", "01"), THIRD);

        assertThat(comparison.problem())
                .contains("step 2 gave other weights: the digest was b, is now x");
        assertThat(comparison.lastSameStep()).isZero();
    }

    @Test
    void otherExamplesAreADifferenceEvenIfTheWeightsAgree() {
        assertThat(compare(null, FIRST, version(2, 16, "b", "99")).problem())
                .contains("step 2 learned from other examples", "was 01, is now 99");
    }

    @Test
    void anEntryThatOnlyTellsOfMoreExamplesIsNoDifference() {
        assertThat(compare(null, version(4, 35, "c", "77")).problem()).isNull();
    }

    @Test
    void stepsThatOnlyOneRunPublishedAreLeftOut() {
        Comparison comparison = compare(null, FIRST, version(3, 24, "z", "55"));

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

    @Test
    void anotherStateOfTheOptimizerIsADifferenceEvenIfTheWeightsAgree() {
        LearnedVersion other = new LearnedVersion(2, 16, 0, "b", "state of another", "01");
        assertThat(compare(null, FIRST, other).problem())
                .contains("step 2 gave the same weights but another state", "state of another");
    }

    @Test
    void examplesHeldOutAfterTheStepAreNoDifference() {
        LearnedVersion other = new LearnedVersion(2, 16, 3, "b", "more held out", "01");
        assertThat(compare(null, FIRST, other).problem()).isNull();
    }

    private static LearnedVersion version(long step, long end, String digest, String chain) {
        return new LearnedVersion(step, end, 0, digest, "state of " + digest, chain);
    }

    private static Comparison compare(String digest, LearnedVersion... replayed) {
        Comparison comparison = new Comparison(List.of(FIRST, SECOND, THIRD), digest);
        List.of(replayed).forEach(comparison::add);
        return comparison;
    }
}
