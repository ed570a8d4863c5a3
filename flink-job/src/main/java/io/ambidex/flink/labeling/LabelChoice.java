/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which label a window takes: the earliest known one that covers enough of it; of equally early
 * ones the one with the larger overlap. Equally early and equally large labels of different classes
 * are ambiguous; of the same class, one that forbids training goes first.
 *
 * @param label the chosen label; of an ambiguous choice any of the best
 * @param ambiguous whether there is no best one
 * @param others further labels that cover enough of the window
 * @param superseded how many of the others came after a better or earlier one; those that make an
 *     ambiguous choice ambiguous did not
 */
record LabelChoice(LabelRecord label, boolean ambiguous, List<LabelRecord> others, int superseded) {

    /** The choice among the labels, in any order, that cover enough; empty when there are none. */
    static Optional<LabelChoice> of(WindowId window, List<LabelRecord> covering) {
        if (covering.isEmpty()) {
            return Optional.empty();
        }
        List<LabelRecord> eligible = new ArrayList<>(covering);
        eligible.sort(best(window));
        LabelRecord first = eligible.get(0);
        List<LabelRecord> others = List.copyOf(eligible.subList(1, eligible.size()));
        List<LabelRecord> asGood =
                others.stream().filter(other -> equallyGood(other, first, window)).toList();
        boolean ambiguous = asGood.stream().anyMatch(other -> other.label() != first.label());
        int superseded = others.size() - (ambiguous ? asGood.size() : 0);
        return Optional.of(new LabelChoice(first, ambiguous, others, superseded));
    }

    private static boolean equallyGood(LabelRecord one, LabelRecord other, WindowId window) {
        return one.knownAtMillis() == other.knownAtMillis()
                && one.overlapMillis(window) == other.overlapMillis(window);
    }

    /** The moment from which the window and the chosen label are both there. */
    long timeMillis(WindowId window) {
        return Math.max(window.endMillis(), label.knownAtMillis());
    }

    /** The position at the end makes the order total: state comes back in any order. */
    private static Comparator<LabelRecord> best(WindowId window) {
        return Comparator.comparingLong(LabelRecord::knownAtMillis)
                .thenComparing(label -> -label.overlapMillis(window))
                .thenComparing(label -> !label.evaluateOnly())
                .thenComparing(label -> label.position().topic())
                .thenComparing(label -> label.position().partition())
                .thenComparing(label -> label.position().offset());
    }
}
