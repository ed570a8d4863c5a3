/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import static io.ambidex.flink.pairing.Media.frame;
import static io.ambidex.flink.pairing.Media.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.pairing.DroppedSample.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingFunctionTest {

    private static final PairingOptions TUMBLING =
            PairingHarness.options(WindowAssigner.tumbling(100)).build();

    private static List<WindowId> windows(PairingHarness harness) {
        return harness.clips().stream().map(Clip::window).toList();
    }

    @Test
    void aWindowIsSettledWhenAllMarksPassedItsEndPlusTheAllowedDelay() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(sound(0, 100), frame(0, 50), frame(50, 50), sound(130, 40));
            harness.media(frame(129, 40));
            assertThat(harness.clips()).isEmpty();
            harness.media(frame(130, 40));
            assertThat(windows(harness)).containsExactly(new WindowId(0, 100));
            assertThat(harness.clips().get(0).missingModalities()).isEmpty();
        }
    }

    @Test
    void aSilentModalityHoldsTheOthersNoLongerThanTheSilenceLimit() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(sound(0, 100), sound(100, 100), sound(200, 100), sound(300, 100));
            harness.watermark(299);
            assertThat(harness.clips()).isEmpty();
            harness.watermark(300);
            assertThat(windows(harness)).containsExactly(new WindowId(0, 100));
            assertThat(harness.clips().get(0).missingModalities()).containsExactly("video");
            assertThat(harness.clips().get(0).skewMillis()).isNull();
            assertThat(harness.count(Counts.CLIPS_WITH_MISSING_MODALITY)).isEqualTo(1);
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS)).isZero();
        }
    }

    @Test
    void aStreamIdThatFallsSilentHoldsNoOther() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(sound("a", 0, 100, 1, 0), frame("a", 0, 100, 1, 0));
            harness.media(sound("b", 0, 100, 1, 1), frame("b", 0, 100, 1, 1));
            harness.media(sound("b", 130, 10, 1, 2), frame("b", 130, 10, 1, 2));
            assertThat(harness.clips()).extracting(Clip::streamId).containsExactly("b");
            harness.watermark(300);
            assertThat(harness.clips()).extracting(Clip::streamId).containsExactly("b", "a");
        }
    }

    @Test
    void aRecordOlderThanTheMarkMinusTheBoundIsLateWhetherOrNotItsWindowIsOpen() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(frame(50, 10), frame(30, 10), frame(29, 10)).watermark(300);
            assertThat(harness.count(Counts.LATE_RECORDS)).isEqualTo(1);
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS)).isZero();
            assertThat(harness.dropped())
                    .extracting(DroppedSample::reason)
                    .containsOnly(Reason.LATE);
            assertThat(harness.dropped().get(0).position().offset()).isEqualTo(29);
            assertThat(harness.clips().get(0).media().get(1).positions().offsets())
                    .containsExactly(30, 50);
        }
    }

    @Test
    void aRecordAfterItsWindowWasSettledBySilenceCannotBeRepeated() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(sound(0, 100), sound(100, 100)).watermark(300);
            harness.media(frame(50, 10));
            assertThat(harness.count(Counts.RECORDS_AFTER_SILENCE)).isEqualTo(1);
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS)).isEqualTo(1);
            assertThat(harness.dropped())
                    .extracting(DroppedSample::reason)
                    .containsExactly(Reason.AFTER_SILENCE);
            harness.media(frame(95, 10)).watermark(400);
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS)).isEqualTo(2);
            assertThat(windows(harness))
                    .containsExactly(new WindowId(0, 100), new WindowId(100, 200));
            assertThat(harness.clips().get(1).media().get(1).positions().offsets())
                    .as("its later window is still open and takes it")
                    .containsExactly(95);
        }
    }

    @Test
    void aWindowSettledBySilenceStaysSettledOverARestore() throws Exception {
        var harness = new PairingHarness(TUMBLING);
        harness.media(sound("a", 0, 100, 1, 0), sound("b", 0, 100, 1, 1)).watermark(1_000);
        assertThat(harness.clips()).hasSize(2);
        assertThat(harness.stateEntries()).isZero();
        var snapshot = harness.snapshot();
        harness.close();
        try (var restored = new PairingHarness(TUMBLING, null, snapshot)) {
            restored.media(frame("a", 50, 10, 1, 0));
            assertThat(restored.count(Counts.NON_REPEATABLE_DECISIONS)).isEqualTo(1);
            assertThat(restored.watermark(2_000).clips()).isEmpty();
        }
    }

    @Test
    void aWindowInWhichNothingWasDeliveredMakesNoClip() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(sound(0, 50), frame(0, 50), sound(510, 50), frame(510, 50));
            harness.watermark(10_000);
            assertThat(windows(harness))
                    .containsExactly(new WindowId(0, 100), new WindowId(500, 600));
        }
    }

    @Test
    void hoppingWindowsShareTheirRecords() throws Exception {
        var options = PairingHarness.options(WindowAssigner.hopping(100, 50)).build();
        try (var harness = new PairingHarness(options)) {
            harness.media(sound(50, 50), frame(50, 50)).watermark(10_000);
            assertThat(windows(harness))
                    .containsExactly(new WindowId(0, 100), new WindowId(50, 150));
            assertThat(harness.stateEntries()).isZero();
        }
    }

    @Test
    void windowsBeforeTheEpochAreLikeAnyOther() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(sound(-100, 100), frame(-100, 100)).watermark(10_000);
            assertThat(windows(harness)).containsExactly(new WindowId(-100, 0));
        }
    }

    @Test
    void skewIsSoundMinusPictureAndFlaggedOutsideTheToleranceOnly() throws Exception {
        assertThat(skewOf(0, 100)).satisfies(c -> assertThat(c.skewMillis()).isZero());
        assertThat(skewOf(60, 40).skewMillis()).isEqualTo(30);
        assertThat(skewOf(60, 40).skewExceeded()).isTrue();
        assertThat(skewOf(20, 80).skewMillis()).isEqualTo(10);
        assertThat(skewOf(20, 80).skewExceeded()).isFalse();
        assertThat(skewOf(0, 90).skewMillis()).isEqualTo(-5);
        assertThat(skewOf(0, 90).skewExceeded()).isFalse();
        assertThat(skewOf(0, 60).skewExceeded()).isTrue();
    }

    @Test
    void framesOfUnknownLengthDoNotLookEarly() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(frame(0, 0), frame(50, 0), sound(0, 100));
            assertThat(harness.watermark(10_000).clips().get(0).skewMillis()).isZero();
        }
    }

    private static Clip skewOf(long soundStart, int soundSamples) throws Exception {
        var options =
                PairingHarness.options(WindowAssigner.tumbling(100))
                        .skewTolerance(new SkewTolerance(10, 20))
                        .build();
        try (var harness = new PairingHarness(options)) {
            harness.media(frame(0, 50), frame(50, 50), sound(soundStart, soundSamples));
            return harness.watermark(10_000).clips().get(0);
        }
    }

    @Test
    void theCapEvictsTheOldestRecordsAndCountsThem() throws Exception {
        var limits = new BufferLimits(8, 1 << 20, 10_000);
        var options = PairingHarness.options(WindowAssigner.tumbling(100)).limits(limits).build();
        try (var harness = new PairingHarness(options)) {
            for (int i = 0; i < 9; i++) {
                harness.media(sound(i * 10, 10));
            }
            assertThat(harness.count(Counts.EVICTED_RECORDS)).isEqualTo(2);
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS)).isEqualTo(2);
            assertThat(harness.dropped())
                    .extracting(DroppedSample::startMillis)
                    .containsExactly(0L, 10L);
            harness.watermark(10_000);
            assertThat(harness.clips().get(0).media().get(0).positions().offsets()).hasSize(7);
        }
    }

    @Test
    void theCapHoldsForBytesAndForTheSpanOfTime() throws Exception {
        var bytes =
                PairingHarness.options(WindowAssigner.tumbling(100))
                        .limits(new BufferLimits(1_000, 100, 10_000));
        try (var harness = new PairingHarness(bytes.build())) {
            harness.media(sound(0, 30), sound(30, 30));
            assertThat(harness.count(Counts.EVICTED_RECORDS)).isEqualTo(1);
        }
        var span =
                PairingHarness.options(WindowAssigner.tumbling(100))
                        .limits(new BufferLimits(1_000, 1 << 20, 400));
        try (var harness = new PairingHarness(span.build())) {
            harness.media(sound(0, 10), sound(400, 10), sound(401, 10));
            assertThat(harness.count(Counts.EVICTED_RECORDS)).isEqualTo(1);
        }
    }

    @Test
    void aStalledModalityDoesNotFillTheStateWithoutBound() throws Exception {
        var limits = new BufferLimits(50, 1 << 20, 100_000);
        var options = PairingHarness.options(WindowAssigner.tumbling(100)).limits(limits).build();
        try (var harness = new PairingHarness(options)) {
            for (int i = 0; i < 500; i++) {
                harness.media(sound(i * 10L, 10));
                assertThat(i + 1 - harness.count(Counts.EVICTED_RECORDS)).isLessThanOrEqualTo(50);
            }
            assertThat(harness.count(Counts.NON_REPEATABLE_DECISIONS))
                    .isEqualTo(harness.count(Counts.EVICTED_RECORDS));
        }
    }

    @Test
    void nothingRemainsOfAStreamIdAfterItsWindows() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            for (int i = 0; i < 100; i++) {
                String stream = "s" + i % 7;
                harness.media(sound(stream, i * 40, 40, 1, i), frame(stream, i * 40, 40, 1, i));
                harness.watermark(i * 40 - 21);
                assertThat(harness.timers()).isLessThanOrEqualTo(7);
            }
            harness.watermark(100_000);
            assertThat(harness.stateEntries()).isZero();
            assertThat(harness.timers()).isZero();
        }
    }

    @Test
    void aStreamIdWhoseWindowsWereSettledByMarksIsForgottenToo() throws Exception {
        try (var harness = new PairingHarness(TUMBLING)) {
            harness.media(sound(0, 100), frame(0, 100), sound(130, 10), frame(130, 10));
            assertThat(harness.clips()).hasSize(1);
            harness.watermark(Long.MAX_VALUE);
            assertThat(harness.clips()).hasSize(2);
            assertThat(harness.stateEntries()).isZero();
            assertThat(harness.timers()).isZero();
        }
    }
}
