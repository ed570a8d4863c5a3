/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import static io.ambidex.flink.labeling.Labels.clip;
import static io.ambidex.flink.labeling.Labels.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.flink.monitoring.Counts;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabelingFunctionTest {

    private LabelingHarness labeling;

    @BeforeEach
    void open() throws Exception {
        labeling = new LabelingHarness(LabelingHarness.OPTIONS);
    }

    @AfterEach
    void close() throws Exception {
        labeling.close();
    }

    @Test
    void aClipWaitsForItsLabelAndTheExampleHasTheLaterOfBothTimes() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.watermark(1_500);
        labeling.label(label("s", 0, 1_000, 3, 1_700, 0));
        labeling.watermark(1_799);
        assertThat(labeling.examples()).isEmpty();

        labeling.watermark(1_800);
        assertThat(labeling.examples())
                .singleElement()
                .satisfies(
                        example -> {
                            assertThat(example.label()).isEqualTo(3);
                            assertThat(example.timeMillis()).isEqualTo(1_700);
                        });
    }

    @Test
    void aLabelThatIsKnownFirstWaitsForTheClip() throws Exception {
        labeling.label(label("s", 0, 1_000, 2, 10, 0));
        labeling.watermark(1_050);
        labeling.clip(clip("s", 0, 1_000));
        labeling.watermark(1_100);

        assertThat(labeling.examples()).singleElement().returns(1_000L, Example::timeMillis);
    }

    @Test
    void theEarliestKnownLabelThatCoversHalfTheWindowIsTaken() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 0, 1_000, 1, 1_300, 0));
        labeling.label(label("s", 500, 1_500, 2, 1_200, 1));
        labeling.label(label("s", 501, 1_501, 3, 1_100, 2));
        labeling.watermark(3_000);

        assertThat(labeling.examples()).singleElement().returns(2, Example::label);
        assertThat(labeling.counts()).containsEntry(Counts.SUPERSEDED, 1L);
    }

    @Test
    void ofLabelsKnownAtTheSameTimeTheLargerOverlapWins() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 300, 1_300, 1, 1_200, 0));
        labeling.label(label("s", 100, 1_100, 2, 1_200, 1));
        labeling.watermark(3_000);

        assertThat(labeling.examples()).singleElement().returns(2, Example::label);
    }

    @Test
    void equallyGoodLabelsOfDifferentClassesAreAmbiguousAndNotTrainedOn() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 0, 1_000, 1, 1_200, 0));
        labeling.label(label("s", 0, 1_000, 2, 1_200, 1));
        labeling.watermark(10_000);

        assertThat(labeling.examples()).isEmpty();
        assertThat(labeling.counts()).containsExactly(java.util.Map.entry(Counts.AMBIGUOUS, 1L));
    }

    @Test
    void aLabelAfterAnAmbiguousPairIsSupersededWheneverItIsRead() throws Exception {
        for (long read : List.of(0L, 1_400L)) {
            try (var harness = new LabelingHarness(LabelingHarness.OPTIONS)) {
                harness.clip(clip("s", 0, 1_000));
                harness.label(label("s", 0, 1_000, 1, 1_200, 0));
                harness.label(label("s", 0, 1_000, 2, 1_200, 1));
                harness.watermark(read);
                harness.label(label("s", 0, 1_000, 1, 1_500, 2));
                harness.watermark(10_000);

                assertThat(harness.counts())
                        .as("read at watermark %d", read)
                        .containsOnly(
                                java.util.Map.entry(Counts.AMBIGUOUS, 1L),
                                java.util.Map.entry(Counts.SUPERSEDED, 1L));
            }
        }
    }

    @Test
    void equallyGoodLabelsOfTheSameClassAreOneExample() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 0, 1_000, 1, 1_200, 0));
        labeling.label(label("s", 0, 1_000, 1, 1_200, 1));
        labeling.watermark(10_000);

        assertThat(labeling.examples()).hasSize(1);
        assertThat(labeling.counts()).containsEntry(Counts.SUPERSEDED, 1L);
    }

    @Test
    void ofEquallyGoodLabelsOfAClassTheOneThatForbidsTrainingCounts() throws Exception {
        LabelRecord training = label("s", 0, 1_000, 1, 1_200, 0);
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(training);
        labeling.label(
                new LabelRecord(
                        "s",
                        training.interval(),
                        1,
                        1_200,
                        true,
                        new RecordPosition("labels", 0, 1)));
        labeling.watermark(10_000);

        assertThat(labeling.examples()).singleElement().returns(true, Example::evaluateOnly);
    }

    @Test
    void aLabelForADecidedWindowIsSuperseded() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 0, 1_000, 1, 1_100, 0));
        labeling.watermark(1_300);
        labeling.label(label("s", 0, 1_000, 2, 1_400, 1));
        labeling.watermark(10_000);

        assertThat(labeling.examples()).singleElement().returns(1, Example::label);
        assertThat(labeling.counts()).containsExactly(java.util.Map.entry(Counts.SUPERSEDED, 1L));
    }

    @Test
    void aLabelKnownAfterTheHorizonOfAWindowIsNotItsEvenWhenReadEarly() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 0, 1_000, 1, 1_100, 0));
        labeling.label(label("s", 0, 1_000, 2, 2_001, 1));
        labeling.watermark(10_000);

        assertThat(labeling.examples()).singleElement().returns(1, Example::label);
        assertThat(labeling.counts()).containsExactly(java.util.Map.entry(Counts.EXPIRED, 1L));
    }

    @Test
    void oneLabelServesEveryWindowThatItCovers() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.clip(clip("s", 1_000, 2_000));
        labeling.label(label("s", 0, 2_000, 1, 2_000, 0));
        labeling.watermark(10_000);

        assertThat(labeling.examples()).hasSize(2);
        assertThat(labeling.counts()).isEmpty();
    }

    @Test
    void whereWindowsAreIntervalsOfLabelsAClipTakesTheLabelOfItsOwnIntervalOnly() throws Exception {
        try (LabelingHarness intervals =
                new LabelingHarness(new LabelingOptions(true, 0.5, 1_000, 100, 1_000, 1 << 20))) {
            intervals.label(label("s", 0, 1_000, 1, 1_000, 0));
            intervals.watermark(1_050);
            intervals.clip(clip("s", 0, 1_000));
            // The neighbour's label is older than the clip of this interval.
            intervals.watermark(1_300);
            intervals.label(label("s", 50, 1_050, 2, 1_400, 1));
            intervals.clip(clip("s", 50, 1_050));
            intervals.watermark(10_000);

            assertThat(intervals.examples())
                    .extracting(Example::label, Example::timeMillis)
                    .containsExactly(tuple(1, 1_000L), tuple(2, 1_400L));
            assertThat(intervals.counts()).isEmpty();
        }
    }

    @Test
    void aLabelWithoutAClipAndAClipWithoutALabelExpireAndAreCounted() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 5_000, 6_000, 1, 6_000, 0));
        labeling.watermark(20_000);

        assertThat(labeling.examples()).isEmpty();
        assertThat(labeling.counts())
                .containsEntry(Counts.EXPIRED, 1L)
                .containsEntry(Counts.UNLABELLED, 1L);
    }

    @Test
    void aLabelThatComesAfterItsDecisionIsCountedAsNotRepeatable() throws Exception {
        labeling.watermark(2_000);
        labeling.label(label("s", 0, 1_000, 1, 1_900, 0));

        assertThat(labeling.counts())
                .containsEntry(Counts.LATE_LABELS, 1L)
                .containsEntry(Counts.NON_REPEATABLE_DECISIONS, 1L);
    }

    @Test
    void theCapDrivesOutTheOldestClip() throws Exception {
        try (LabelingHarness capped =
                new LabelingHarness(new LabelingOptions(false, 0.5, 1_000, 100, 2, 1 << 20))) {
            capped.clip(clip("s", 0, 100));
            capped.clip(clip("s", 100, 200));
            capped.clip(clip("s", 200, 300));
            capped.label(label("s", 0, 300, 1, 300, 0));
            capped.watermark(10_000);

            assertThat(capped.examples())
                    .extracting(example -> example.clip().window().startMillis())
                    .containsExactly(100L, 200L);
            assertThat(capped.counts())
                    .containsEntry(Counts.EVICTED_CLIPS, 1L)
                    .containsEntry(Counts.NON_REPEATABLE_DECISIONS, 1L);
        }
    }

    @Test
    void nothingIsLeftOfWhatHasPassed() throws Exception {
        labeling.clip(clip("s", 0, 1_000));
        labeling.label(label("s", 0, 1_000, 1, 1_100, 0));
        labeling.label(label("t", 0, 1_000, 1, 1_100, 1));
        labeling.watermark(100_000);

        assertThat(labeling.stateEntries()).isZero();
    }
}
