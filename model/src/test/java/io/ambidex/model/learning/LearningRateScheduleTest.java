/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {

    @Test
    void stepDecayFallsToItsFloorAndStaysThere() {
        LearningRateSchedule schedule =
                LearningRateSchedule.parse("every=100,factor=0.1,floor=0.005");
        assertThat(schedule.factor(0)).isEqualTo(1);
        assertThat(schedule.factor(99)).isEqualTo(1);
        assertThat(schedule.factor(100)).isCloseTo(0.1, within(1e-15));
        assertThat(schedule.factor(299)).isCloseTo(0.01, within(1e-15));
        assertThat(schedule.factor(300)).isEqualTo(0.005);
        assertThat(schedule.factor(Long.MAX_VALUE)).isEqualTo(0.005);
    }

    @Test
    void warmUpRisesLinearlyToTheSchedule() {
        LearningRateSchedule schedule = LearningRateSchedule.parse("warm-up=4, every=10");
        assertThat(schedule.factor(0)).isEqualTo(0.25);
        assertThat(schedule.factor(1)).isEqualTo(0.5);
        assertThat(schedule.factor(3)).isEqualTo(1);
        assertThat(schedule.factor(9)).isEqualTo(1);
        assertThat(schedule.factor(10)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void constantIsOne() {
        assertThat(LearningRateSchedule.parse("constant").factor(1_000_000)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cosine             | 'cosine' is not one setting",
                "every=x            | 'every=x' is not one setting",
                "every=5,every=6    | 'every=6' is not one setting",
                "every=0            | every must be at least 1, not 0",
                "every=5,factor=2   | factor must be in (0, 1], not 2.0",
                "every=5,floor=0    | floor must be in (0, 1], not 0.0",
                "warm-up=0          | warm-up must be at least 1, not 0",
                "period=5           | unknown settings [period]"
            })
    void whatIsNoScheduleIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> LearningRateSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
