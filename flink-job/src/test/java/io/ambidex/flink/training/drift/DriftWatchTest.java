/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.flink.options.DriftOptions;
import io.ambidex.flink.options.DriftOptions.Signal;
import io.ambidex.flink.options.InvalidOptionException;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class DriftWatchTest {

    private static final List<String> MODALITIES = List.of("audio", "video");

    private static DriftSettings settings(int maxStreams, Signal... signals) {
        Configuration options = new Configuration();
        options.set(DriftOptions.ENABLED, true);
        options.set(DriftOptions.SIGNALS, List.of(signals));
        options.set(DriftOptions.MAX_STREAMS, maxStreams);
        options.set(DriftOptions.WARM_UP_STEPS, 0L);
        return DriftSettings.from(options);
    }

    /** A step whose examples all have class 0, and what was said of them. */
    private static StepReport step(
            long step, double loss, double audio, double video, int... said) {
        int[] labels = new int[said.length];
        double[] heard = new double[said.length];
        double[] seen = new double[said.length];
        Arrays.fill(heard, audio);
        Arrays.fill(seen, video);
        double[] losses = Arrays.stream(said).mapToDouble(wrong -> wrong == 0 ? 0.2 : 3).toArray();
        return new StepReport(
                step,
                loss,
                Map.of(),
                false,
                0.1,
                labels,
                said,
                Map.of("audio", said, "video", said),
                Map.of("audio", heard, "video", seen),
                losses,
                Map.of(),
                Map.of(),
                "joint",
                said.length,
                0,
                false);
    }

    private static List<DriftSignal> run(DriftWatch watch, int from, int to, String id, int said) {
        List<DriftSignal> found = new ArrayList<>();
        for (int step = from; step < to; step++) {
            found.addAll(watch.after(step(step, 1, 0.5, 0.5, 0, said), List.of("steady", id)));
        }
        return found;
    }

    @Test
    void theStreamThatChangedIsNamed() {
        DriftWatch watch = new DriftWatch(settings(10, Signal.ERROR), MODALITIES);
        assertThat(run(watch, 1, 100, "camera-3", 0)).isEmpty();
        assertThat(run(watch, 100, 200, "camera-3", 1))
                .extracting(DriftSignal::streamId)
                .contains("camera-3")
                .doesNotContain("steady");
    }

    @Test
    void theLossOfOneStreamIsThatOfItsOwnExamples() {
        DriftWatch watch = new DriftWatch(settings(10, Signal.LOSS), MODALITIES);
        assertThat(run(watch, 1, 100, "camera-3", 0)).isEmpty();
        DriftSignal found = run(watch, 100, 200, "camera-3", 1).get(0);
        assertThat(found.signal()).isEqualTo("loss");
        assertThat(found.streamId()).isEqualTo("camera-3");
        assertThat(found.oldMean()).isCloseTo(0.2, within(0.05));
        assertThat(found.newMean()).isGreaterThan(1);
    }

    @Test
    void otherThresholdsKeepWhatWasSeen() throws IOException {
        DriftSettings settings = settings(2, Signal.ERROR);
        DriftWatch watch = new DriftWatch(settings, MODALITIES);
        run(watch, 1, 100, "b", 0);
        DriftSettings other =
                settings.with(
                        Map.of("drift.adwin.delta", "0.5", "drift.actions", "alert, publish"));
        assertThat(other.detectors().adwinDelta()).isEqualTo(0.5);
        assertThat(other.response().actions())
                .containsExactly(DriftOptions.Action.ALERT, DriftOptions.Action.PUBLISH);
        assertThat(state(restored(watch, other))).isEqualTo(state(watch));
        assertThat(restored(watch, settings.with(Map.of("drift.max-streams", "1"))))
                .extracting(DriftWatch::watchedStreams)
                .isEqualTo(1);
    }

    @Test
    void aChangeOutsideItsLimitsIsRefusedWithLimitAndValue() {
        refusesChange("drift.adwin.delta", "1.5", "above 0 and below 1", "1.5");
        refusesChange("drift.learning-rate-steps", "0", "at least 1", "0");
        refusesChange("drift.actions", "alert,explode", "drift.actions", "explode");
        refusesChange("drift.warm-up-steps", "soon", "drift.warm-up-steps", "soon");
        refusesChange(
                "drift.adwin.alpha", "1", "unknown option drift.adwin.alpha", "drift.adwin.delta");
        refusesChange("training.method", "joint", "unknown option training.method");
    }

    private static void refusesChange(String key, String value, String... said) {
        assertThatThrownBy(() -> DriftSettings.OFF.with(Map.of(key, value)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll(said);
    }

    @Test
    void aChangeOfTheRatioIsFoundInBothDirectionsAndTheLossWhenItRises() {
        DriftWatch watch =
                new DriftWatch(settings(0, Signal.LOSS, Signal.DISCREPANCY_RATIO), MODALITIES);
        List<DriftSignal> found = new ArrayList<>();
        for (int step = 1; step <= 300; step++) {
            StepReport report =
                    step <= 100
                            ? step(step, 1, 0.8, 0.2, 0)
                            : step <= 200 ? step(step, 3, 0.4, 0.4, 0) : step(step, 1, 0.2, 0.8, 0);
            found.addAll(watch.after(report, List.of("a")));
        }
        assertThat(found)
                .extracting(DriftSignal::signal)
                .containsOnly("loss", "discrepancyRatio.audio");
        assertThat(found)
                .filteredOn(s -> s.signal().equals("loss"))
                .allSatisfy(s -> assertThat(s.newMean()).isGreaterThan(s.oldMean()));
        DriftSignal ratio =
                found.stream().filter(s -> !s.signal().equals("loss")).findFirst().orElseThrow();
        assertThat(ratio.oldMean()).isCloseTo(4, within(1e-9));
        assertThat(ratio.newMean()).isBetween(0.9, 2.0);
    }

    @Test
    void theStreamUnseenForLongestGivesWayAndTheOrderIsPartOfTheState() throws IOException {
        DriftSettings settings = settings(2, Signal.ERROR);
        DriftWatch watch = new DriftWatch(settings, MODALITIES);
        for (int step = 1; step <= 60; step++) {
            watch.after(step(step, 1, 0.5, 0.5, 0, 0), List.of("a", "b"));
        }
        DriftWatch restored = restored(watch, settings);
        for (DriftWatch each : List.of(watch, restored)) {
            // "a" was seen before "b", so it gives way to "c"; and then "b" to "a".
            each.after(step(61, 1, 0.5, 0.5, 0), List.of("c"));
            each.after(step(62, 1, 0.5, 0.5, 0), List.of("a"));
            assertThat(each.watchedStreams()).isEqualTo(2);
        }
        assertThat(state(restored)).isEqualTo(state(watch));
    }

    @Test
    void withOtherSignalsItBeginsAnew() throws IOException {
        DriftWatch watch = new DriftWatch(settings(2, Signal.ERROR), MODALITIES);
        run(watch, 1, 50, "b", 0);
        DriftSettings other = settings(2, Signal.LOSS);
        assertThat(state(restored(watch, other)))
                .isEqualTo(state(new DriftWatch(other, MODALITIES)));
    }

    @Test
    void aMissingModalityOrALossThatIsNotFiniteIsLeftOut() {
        DriftWatch watch = new DriftWatch(settings(1, Signal.values()), MODALITIES);
        for (int step = 1; step <= 100; step++) {
            double loss = step % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
            assertThat(watch.after(step(step, loss, 0.5, Double.NaN, -1), List.of("a"))).isEmpty();
        }
    }

    @Test
    void optionsOutsideTheirLimitsAreRefusedByName() {
        refuses(DriftOptions.ADWIN_DELTA, 1.0, "delta");
        refuses(DriftOptions.PAGE_HINKLEY_FADING, 0.0, "fading");
        refuses(DriftOptions.LEARNING_RATE_FACTOR, -1.0, "drift.learning-rate-factor");
        refuses(DriftOptions.LEARNING_RATE_STEPS, 0L, "drift.learning-rate-steps");
        refuses(DriftOptions.MAX_STREAMS, -1, "drift.max-streams");
    }

    private static <T> void refuses(ConfigOption<T> option, T value, String named) {
        Configuration options = new Configuration();
        options.set(option, value);
        assertThatThrownBy(() -> DriftSettings.from(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(named)
                .hasMessageContaining(value.toString());
    }

    private static DriftWatch restored(DriftWatch watch, DriftSettings settings)
            throws IOException {
        DriftWatch restored = new DriftWatch(settings, MODALITIES);
        restored.read(new DataInputStream(new ByteArrayInputStream(state(watch))));
        return restored;
    }

    private static byte[] state(DriftWatch watch) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        watch.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
