/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticTest {

    @Test
    void theDeviationIsThatOfASample() {
        Statistic statistic = Statistic.of(List.of(1.0, 2.0, 3.0, 4.0));
        assertThat(statistic.mean()).isEqualTo(2.5);
        assertThat(statistic.deviation()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
    }

    @Test
    void aSingleValueDoesNotSpread() {
        assertThat(Statistic.of(List.of(0.7))).isEqualTo(new Statistic(0.7, 0, 1));
    }

    @Test
    void valuesThatAreNotThereDoNotCount() {
        assertThat(Statistic.of(Arrays.asList(null, 0.5, Double.NaN, 0.7)).count()).isEqualTo(2);
        assertThat(Statistic.of(Arrays.asList(null, Double.NaN))).isNull();
    }
}
