/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.engine.CounterRandom;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdwinTest {
    private static final double DELTA = 0.01;

    @Test
    void withoutMergedBucketsItIsTheDefinitionWordForWord() {
        for (int seed = 0; seed < 10; seed++) {
            double[] values = DriftStreams.steps(seed, 400, 0.2, 0.7, 0.4);
            Adwin adwin = new Adwin(DELTA, Direction.BOTH, values.length);
            NaiveAdwin naive = new NaiveAdwin(DELTA);
            int found = 0;
            for (int i = 0; i < values.length; i++) {
                Optional<MeanShift> shift = adwin.add(values[i]);
                assertThat(shift.isPresent())
                        .as("seed %d, value %d", seed, i)
                        .isEqualTo(naive.add(values[i]));
                assertThat(adwin.windowLength()).isEqualTo(naive.window().size());
                assertThat(adwin.mean()).isCloseTo(naive.mean(), within(1e-12));
                assertThat(adwin.variance()).isCloseTo(naive.variance(), within(1e-12));
                found += shift.isPresent() ? 1 : 0;
            }
            assertThat(found).as("seed %d", seed).isPositive();
        }
    }

    @Test
    void withMergedBucketsItCutsOnlyWhereTheDefinitionWouldCut() {
        for (int seed = 0; seed < 20; seed++) {
            double[] values = DriftStreams.steps(seed, 600, 0.3, 0.8);
            Adwin adwin = new Adwin(DELTA, Direction.BOTH);
            List<Double> window = new ArrayList<>();
            int found = 0;
            for (double value : values) {
                window.add(value);
                boolean changed = adwin.add(value).isPresent();
                if (changed) {
                    assertThat(NaiveAdwin.hasCut(window, DELTA)).isTrue();
                    found++;
                }
                int forgotten = window.size() - (int) adwin.windowLength();
                window.subList(0, forgotten).clear();
                double mean = window.stream().mapToDouble(v -> v).average().orElseThrow();
                assertThat(adwin.mean()).isCloseTo(mean, within(1e-9));
            }
            assertThat(found).as("seed %d", seed).isPositive();
        }
    }

    @Test
    void falseAlarmsOnStationaryStreamsAreRarerThanDelta() {
        long values = 0;
        long alarms = 0;
        for (int seed = 0; seed < 100; seed++) {
            Adwin adwin = new Adwin(DELTA, Direction.BOTH);
            for (double value : DriftStreams.steps(1_000 + seed, 2_000, 0.3)) {
                values++;
                alarms += adwin.add(value).isPresent() ? 1 : 0;
            }
        }
        assertThat((double) alarms / values).isLessThanOrEqualTo(DELTA);
    }

    @Test
    void aShiftOfTheMeanIsFoundSoonAndDescribed() {
        for (int seed = 0; seed < 50; seed++) {
            double[] values = DriftStreams.steps(seed, 1_000, 0.2, 0.6);
            Adwin adwin = new Adwin(0.002, Direction.UP);
            int foundAt = -1;
            for (int i = 0; i < values.length && foundAt < 0; i++) {
                Optional<MeanShift> shift = adwin.add(values[i]);
                if (shift.isPresent()) {
                    foundAt = i;
                    assertThat(shift.get().oldMean()).isCloseTo(0.2, within(0.1));
                    assertThat(shift.get().newMean()).isCloseTo(0.6, within(0.25));
                    assertThat(shift.get().newCount()).isBetween(5L, 400L);
                }
            }
            assertThat(foundAt).as("seed %d", seed).isBetween(1_000, 1_150);
        }
    }

    @Test
    void oneLargeChangeIsReportedOnceOrTwice() {
        for (int seed = 0; seed < 30; seed++) {
            Adwin adwin = new Adwin(0.002, Direction.UP);
            int alarms = 0;
            for (double value : DriftStreams.steps(seed, 1_000, 0.1, 0.9)) {
                alarms += adwin.add(value).isPresent() ? 1 : 0;
            }
            assertThat(alarms).as("seed %d", seed).isBetween(1, 2);
        }
    }

    @Test
    void onlyTheDirectionAskedForIsReportedButTheWindowFollowsBoth() {
        Adwin up = new Adwin(0.002, Direction.UP);
        Adwin both = new Adwin(0.002, Direction.BOTH);
        int reported = 0;
        for (double value : DriftStreams.steps(3, 1_000, 0.7, 0.1)) {
            assertThat(up.add(value)).isEmpty();
            reported += both.add(value).isPresent() ? 1 : 0;
        }
        assertThat(reported).isPositive();
        assertThat(up.windowLength()).isLessThan(1_200);
        assertThat(up.mean()).isLessThan(0.2);
    }

    @Test
    void itGoesOnAfterARestoreAsIfNothingHadHappened() throws IOException {
        DriftStreams.assertRestorable(
                () -> new Adwin(DELTA, Direction.BOTH), DriftStreams.steps(4, 300, 0.2, 0.6, 0.3));
    }

    @Test
    void memoryIsLogarithmicInTheLengthOfTheStream() throws IOException {
        Adwin adwin = new Adwin(1e-9, Direction.BOTH);
        CounterRandom random = new CounterRandom(5, 0, "values");
        for (int i = 0; i < 200_000; i++) {
            adwin.add(random.nextDouble());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        adwin.writeState(new DataOutputStream(bytes));
        // 18 sizes of at most 5 buckets of 24 bytes each.
        assertThat(adwin.windowLength()).isEqualTo(200_000);
        assertThat(bytes.size()).isLessThan(18 * 5 * 24 + 100);
    }

    @Test
    void whatIsOutsideTheLimitsIsRefused() {
        assertThatThrownBy(() -> new Adwin(0, Direction.UP)).hasMessageContaining("was 0.0");
        assertThatThrownBy(() -> new Adwin(0.1, Direction.UP, 1)).hasMessageContaining("were 1");
        Adwin adwin = new Adwin(0.1, Direction.UP);
        assertThatThrownBy(() -> adwin.add(1.5)).hasMessageContaining("was 1.5");
        assertThatThrownBy(() -> adwin.add(Double.NaN)).hasMessageContaining("was NaN");
    }
}
