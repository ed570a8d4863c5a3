/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** The same clips and labels, in any order that their times allow, give the same examples. */
class LabelingInterleavingTest {

    private static final int INTERLEAVINGS = 500;
    private static final long SETTLE = LabelingHarness.OPTIONS.settleDelayMillis();

    /** An event and the largest watermark before which it must come. */
    private record Event(long latestWatermark, ScoredClip clip, LabelRecord label) {}

    @Test
    void everyInterleavingGivesTheSameExamplesAndCounts() throws Exception {
        List<Event> events = events(new Random(11));
        String expected = run(events, new Random(0));
        for (int seed = 1; seed <= INTERLEAVINGS; seed++) {
            assertThat(run(events, new Random(seed))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long start = 100L * i;
            String streamId = "s" + random.nextInt(3);
            events.add(
                    new Event(
                            start + 100 + SETTLE - 1,
                            Labels.clip(streamId, start, start + 100),
                            null));
            long knownAt = start + random.nextInt(1_500);
            long shift = random.nextInt(60);
            events.add(
                    new Event(
                            knownAt - 1,
                            null,
                            Labels.label(
                                    streamId,
                                    start + shift,
                                    start + shift + 100,
                                    random.nextInt(2),
                                    knownAt,
                                    i)));
        }
        return events;
    }

    private static String run(List<Event> events, Random random) throws Exception {
        List<Event> left = new ArrayList<>(events);
        List<Example> examples = new ArrayList<>();
        TreeMap<String, Long> counts = new TreeMap<>();
        LabelingHarness harness = new LabelingHarness(LabelingHarness.OPTIONS);
        long watermark = Long.MIN_VALUE;
        int restoreAt = random.nextInt(events.size());
        while (!left.isEmpty()) {
            long bound = left.stream().mapToLong(Event::latestWatermark).min().getAsLong();
            if (bound > watermark && random.nextInt(4) == 0) {
                watermark = Math.max(watermark, bound - random.nextInt(50));
                harness.watermark(watermark);
            }
            left.sort(Comparator.comparingLong(Event::latestWatermark));
            Event event = left.remove(random.nextInt(Math.min(12, left.size())));
            if (event.clip() != null) {
                harness.clip(event.clip());
            } else {
                harness.label(event.label());
            }
            if (left.size() == restoreAt) {
                collect(harness, examples, counts);
                OperatorSubtaskState state = harness.snapshot();
                harness.close();
                harness = new LabelingHarness(LabelingHarness.OPTIONS, state);
                if (watermark > Long.MIN_VALUE) {
                    harness.watermark(watermark);
                }
            }
        }
        harness.watermark(1_000_000);
        collect(harness, examples, counts);
        assertThat(harness.stateEntries()).isZero();
        harness.close();
        examples.sort(Example.TRAINING_ORDER);
        StringBuilder text = new StringBuilder(counts.toString());
        for (Example example : examples) {
            text.append('\n')
                    .append(example.timeMillis())
                    .append(example.clip().streamId())
                    .append(example.clip().window())
                    .append(example.label())
                    .append(example.labelPosition());
        }
        return text.toString();
    }

    private static void collect(
            LabelingHarness harness, List<Example> examples, TreeMap<String, Long> counts) {
        examples.addAll(harness.examples());
        harness.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
    }
}
