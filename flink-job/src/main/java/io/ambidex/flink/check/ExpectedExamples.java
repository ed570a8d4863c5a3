/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.LabelRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The examples that the rules ask for: each clip with the earliest known label that covers enough
 * of it, or that has its very interval where the windows are the intervals of labels. Examples
 * without media.
 */
final class ExpectedExamples {
    private final CheckedOptions options;
    private final List<Example> training = new ArrayList<>();
    private long clips;
    private long ambiguous;
    private long expired;
    private long evaluationOnly;
    private long heldOut;

    ExpectedExamples(CheckedOptions options) {
        this.options = options;
    }

    /** Takes the clips and labels of one stream id. */
    void add(List<Clip> clipsOfStream, List<LabelRecord> labels) {
        TreeMap<Long, List<LabelRecord>> byStart = new TreeMap<>();
        long longest = 0;
        for (LabelRecord label : labels) {
            byStart.computeIfAbsent(label.interval().startMillis(), s -> new ArrayList<>())
                    .add(label);
            longest = Math.max(longest, label.interval().lengthMillis());
        }
        Set<LabelRecord> used = new HashSet<>();
        for (Clip clip : clipsOfStream) {
            clips++;
            WindowId window = clip.window();
            List<LabelRecord> eligible = new ArrayList<>();
            byStart.subMap(window.startMillis() - longest, true, window.endMillis(), false)
                    .values()
                    .forEach(
                            some ->
                                    some.stream()
                                            .filter(label -> covers(label, window))
                                            .forEach(eligible::add));
            used.addAll(eligible);
            choose(clip, eligible);
        }
        expired += labels.size() - used.size();
    }

    private boolean covers(LabelRecord label, WindowId window) {
        if (label.knownAtMillis() - window.endMillis() > options.horizonMillis()) {
            return false;
        }
        return options.labelWindows()
                ? label.interval().equals(window)
                : overlap(label, window) >= options.minimumOverlap() * window.lengthMillis();
    }

    private void choose(Clip clip, List<LabelRecord> eligible) {
        if (eligible.isEmpty()) {
            return;
        }
        WindowId window = clip.window();
        LabelRecord best = eligible.stream().min(better(window)).orElseThrow();
        for (LabelRecord other : eligible) {
            if (other.label() != best.label()
                    && other.knownAtMillis() == best.knownAtMillis()
                    && overlap(other, window) == overlap(best, window)) {
                ambiguous++;
                return;
            }
        }
        if (best.evaluateOnly()) {
            evaluationOnly++;
            return;
        }
        training.add(
                new Example(
                        clip,
                        null,
                        best.label(),
                        false,
                        best.position(),
                        Math.max(window.endMillis(), best.knownAtMillis())));
    }

    private static Comparator<LabelRecord> better(WindowId window) {
        return Comparator.comparingLong(LabelRecord::knownAtMillis)
                .thenComparing(label -> -overlap(label, window))
                .thenComparing(label -> !label.evaluateOnly())
                .thenComparing(label -> label.position().partition())
                .thenComparing(label -> label.position().offset());
    }

    private static long overlap(LabelRecord label, WindowId window) {
        return window.overlapMillis(label.interval().startMillis(), label.interval().endMillis());
    }

    /**
     * Puts the examples in the order of training, and takes out those that are held out; call it
     * once, after all streams.
     */
    List<Example> inOrder(Predicate<Clip> holdsOut) {
        training.sort(Example.TRAINING_ORDER);
        long before = training.size();
        training.removeIf(example -> holdsOut.test(example.clip()));
        heldOut = before - training.size();
        return training;
    }

    long clips() {
        return clips;
    }

    long ambiguous() {
        return ambiguous;
    }

    /** Labels that no clip takes note of. */
    long expired() {
        return expired;
    }

    long evaluationOnly() {
        return evaluationOnly;
    }

    long heldOut() {
        return heldOut;
    }
}
