/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {
    private static final double TOLERANCE = 0.05;
    private static final double THRESHOLD = 25;

    private static PageHinkley detector(Direction direction) {
        return new PageHinkley(TOLERANCE, THRESHOLD, 0.999, 30, direction);
    }

    /** The published form: the cumulative sum, its minimum, and the mean of all values. */
    @Test
    void withoutFadingItIsTheDefinitionWordForWord() {
        for (int seed = 0; seed < 20; seed++) {
            double[] values = DriftStreams.steps(seed, 500, 0.2, 0.6);
            PageHinkley detector = new PageHinkley(TOLERANCE, THRESHOLD, 1, 30, Direction.UP);
            int begin = 0;
            double total = 0;
            double sum = 0;
            double least = 0;
            for (int i = 0; i < values.length; i++) {
                total += values[i];
                sum += values[i] - total / (i - begin + 1) - TOLERANCE;
                least = Math.min(least, sum);
                boolean expected = i - begin + 1 >= 30 && sum - least > THRESHOLD;
                assertThat(detector.add(values[i]).isPresent())
                        .as("seed %d, value %d", seed, i)
                        .isEqualTo(expected);
                if (expected) {
                    begin = i + 1;
                    total = 0;
                    sum = 0;
                    least = 0;
                }
            }
        }
    }

    @Test
    void stationaryStreamsRaiseHardlyAnyAlarm() {
        int alarms = 0;
        for (int seed = 0; seed < 50; seed++) {
            PageHinkley detector = detector(Direction.BOTH);
            for (double value : DriftStreams.steps(1_000 + seed, 2_000, 0.3)) {
                alarms += detector.add(value).isPresent() ? 1 : 0;
            }
        }
        assertThat(alarms).as("alarms over 100,000 values").isLessThanOrEqualTo(2);
    }

    @Test
    void aShiftOfTheMeanIsFoundSoonAndDescribed() {
        for (int seed = 0; seed < 50; seed++) {
            double[] values = DriftStreams.steps(seed, 1_000, 0.2, 0.6);
            PageHinkley detector = detector(Direction.UP);
            int foundAt = -1;
            for (int i = 0; i < values.length && foundAt < 0; i++) {
                Optional<MeanShift> shift = detector.add(values[i]);
                if (shift.isPresent()) {
                    foundAt = i;
                    assertThat(shift.get().oldMean()).isCloseTo(0.2, within(0.1));
                    // Since the sum was last zero, which may be before the change.
                    assertThat(shift.get().newMean()).isBetween(0.3, 0.9);
                }
            }
            assertThat(foundAt).as("seed %d", seed).isBetween(1_000, 1_150);
        }
    }

    @Test
    void decreasesAreReportedOnlyWhenAskedFor() {
        PageHinkley up = detector(Direction.UP);
        PageHinkley both = detector(Direction.BOTH);
        int reported = 0;
        for (double value : DriftStreams.steps(5, 500, 0.8, 0.2)) {
            assertThat(up.add(value)).isEmpty();
            Optional<MeanShift> shift = both.add(value);
            if (shift.isPresent()) {
                assertThat(shift.get().newMean()).isLessThan(shift.get().oldMean());
                reported++;
            }
        }
        assertThat(reported).isEqualTo(1);
    }

    @Test
    void itGoesOnAfterARestoreAsIfNothingHadHappened() throws IOException {
        DriftStreams.assertRestorable(
                () -> detector(Direction.BOTH), DriftStreams.steps(6, 300, 0.2, 0.8, 0.3));
    }

    @Test
    void whatIsOutsideTheLimitsIsRefused() {
        assertThatThrownBy(() -> new PageHinkley(-1, 1, 1, 1, Direction.UP))
                .hasMessageContaining("was -1.0");
        assertThatThrownBy(() -> new PageHinkley(0, 0, 1, 1, Direction.UP))
                .hasMessageContaining("was 0.0");
        assertThatThrownBy(() -> new PageHinkley(0, 1, 2, 1, Direction.UP))
                .hasMessageContaining("was 2.0");
        assertThatThrownBy(() -> new PageHinkley(0, 1, 1, 0, Direction.UP))
                .hasMessageContaining("was 0");
        assertThatThrownBy(() -> detector(Direction.UP).add(-0.1)).hasMessageContaining("was -0.1");
    }
}
