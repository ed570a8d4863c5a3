/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.flink.compare.ParetoFront.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParetoFrontTest {

    @Test
    void onlyWhatIsWorseInBothOrWorseInOneIsDominated() {
        assertThat(
                        ParetoFront.undominated(
                                List.of(
                                        new Point(0.9, 0.5),
                                        new Point(0.8, 0.1),
                                        new Point(0.8, 0.2),
                                        new Point(0.7, 0.6))))
                .containsExactly(true, true, false, false);
    }

    @Test
    void equalPointsDoNotDominateEachOther() {
        assertThat(ParetoFront.undominated(List.of(new Point(0.9, 0.5), new Point(0.9, 0.5))))
                .containsExactly(true, true);
    }

    @Test
    void aPointThatIsNoNumberDominatesNothing() {
        assertThat(
                        ParetoFront.undominated(
                                List.of(new Point(Double.NaN, Double.NaN), new Point(0.9, 0.5))))
                .element(1)
                .isEqualTo(true);
    }
}
