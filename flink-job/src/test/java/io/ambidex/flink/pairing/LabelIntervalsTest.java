/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import static io.ambidex.flink.pairing.Media.frame;
import static io.ambidex.flink.pairing.Media.label;
import static io.ambidex.flink.pairing.Media.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.monitoring.Counts;
import org.junit.jupiter.api.Test;

class LabelIntervalsTest {

    private static final PairingOptions OPTIONS =
            PairingHarness.options(WindowAssigner.labelIntervals(1_000)).build();

    private static PairingHarness withMedia() throws Exception {
        var harness = new PairingHarness(OPTIONS);
        for (long start = 0; start < 800; start += 40) {
            harness.media(sound(start, 40), frame(start, 40));
        }
        return harness;
    }

    @Test
    void anIntervalOpensWhenItsLabelIsKnown() throws Exception {
        try (var harness = withMedia()) {
            assertThat(harness.watermark(500).clips()).isEmpty();
            harness.label(label(100, 200, 600));
            assertThat(harness.clips())
                    .extracting(Clip::window)
                    .containsExactly(new WindowId(100, 200));
            assertThat(harness.clips().get(0).media().get(1).positions().offsets())
                    .containsExactly(80, 120, 160);
        }
    }

    @Test
    void anIntervalKnownEarlyWaitsUntilItIsSettled() throws Exception {
        try (var harness = withMedia()) {
            harness.label(label(700, 800, 650));
            assertThat(harness.clips()).isEmpty();
            assertThat(harness.watermark(999).clips()).isEmpty();
            assertThat(harness.watermark(1_000).clips()).hasSize(1);
        }
    }

    @Test
    void twoLabelsOfTheSameIntervalMakeOneClip() throws Exception {
        try (var harness = withMedia()) {
            harness.label(label(100, 200, 600)).label(label(100, 200, 700));
            assertThat(harness.watermark(1_000).clips()).hasSize(1);
        }
    }

    @Test
    void anIntervalWithoutMediaMakesNoClipAndIsCounted() throws Exception {
        try (var harness = withMedia()) {
            harness.label(label(2_000, 2_100, 2_050)).watermark(5_000);
            assertThat(harness.clips()).isEmpty();
            assertThat(harness.count(Counts.INTERVALS_WITHOUT_MEDIA)).isEqualTo(1);
        }
    }

    @Test
    void aLabelBeyondTheHorizonMakesNoClipAndIsCounted() throws Exception {
        try (var harness = withMedia()) {
            harness.label(label(100, 200, 1_101)).label(label(100, 1_101, 1_050));
            assertThat(harness.count(Counts.INTERVALS_EXPIRED)).isEqualTo(2);
            harness.label(label(100, 200, 1_100));
            assertThat(harness.clips()).hasSize(1);
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS)).isZero();
        }
    }

    @Test
    void aLabelAfterItsDecisionCannotBeRepeated() throws Exception {
        try (var harness = withMedia()) {
            harness.watermark(830).label(label(100, 200, 600));
            assertThat(harness.clips()).isEmpty();
            assertThat(harness.count(Counts.LATE_INTERVALS)).isEqualTo(1);
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS)).isEqualTo(1);
        }
    }

    @Test
    void mediaIsKeptForTheHorizonAndNothingRemainsAfterIt() throws Exception {
        try (var harness = withMedia()) {
            harness.watermark(1_690).label(label(700, 800, 1_700));
            assertThat(harness.clips().get(0).media().get(0).positions().offsets())
                    .containsExactly(680, 720, 760);
            harness.watermark(10_000);
            assertThat(harness.stateEntries()).isZero();
            assertThat(harness.timers()).isZero();
        }
    }

    @Test
    void labelsMeanNothingToFixedWindows() throws Exception {
        var options = PairingHarness.options(WindowAssigner.tumbling(100)).build();
        try (var harness = new PairingHarness(options)) {
            harness.label(label(100, 200, 600)).watermark(10_000);
            assertThat(harness.counts()).isEmpty();
            assertThat(harness.stateEntries()).isZero();
        }
    }
}
