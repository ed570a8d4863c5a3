/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the versions of a replay against those of the run before. Versions are matched by the step
 * after which they were made: a run that was stopped in between made some where the other made
 * none. After the same step the weights must be the same, and where both have told of the same
 * examples, so must the chain over them.
 */
final class Comparison {
    private final Map<Long, List<LearnedVersion>> recorded = new HashMap<>();
    private final String expectedDigest;
    private long compared;
    private long lastSameStep = -1;
    private boolean digestSeen;
    private String difference;

    /**
     * @param recorded versions of the run before
     * @param expectedDigest a digest that must come; null when only the ledger counts
     */
    Comparison(Iterable<LearnedVersion> recorded, String expectedDigest) {
        recorded.forEach(
                version ->
                        this.recorded
                                .computeIfAbsent(version.step(), step -> new ArrayList<>())
                                .add(version));
        this.expectedDigest = expectedDigest;
    }

    /** Takes the next version of the replay. */
    void add(LearnedVersion replayed) {
        digestSeen |= replayed.digest().equals(expectedDigest);
        for (LearnedVersion before : recorded.getOrDefault(replayed.step(), List.of())) {
            compared++;
            if (difference == null) {
                difference = difference(before, replayed);
            }
        }
        if (difference == null && recorded.containsKey(replayed.step())) {
            lastSameStep = replayed.step();
        }
    }

    private static String difference(LearnedVersion before, LearnedVersion replayed) {
        if (before.endExample() == replayed.endExample()
                && !before.chain().equals(replayed.chain())) {
            return "step %d learned from other examples: the chain up to example %d was %s, is now %s"
                    .formatted(
                            replayed.step(),
                            replayed.endExample(),
                            before.chain(),
                            replayed.chain());
        }
        if (!before.digest().equals(replayed.digest())) {
            return "step %d gave other weights: the digest was %s, is now %s"
                    .formatted(replayed.step(), before.digest(), replayed.digest());
        }
        if (!before.state().isEmpty()
                && before.endExample() == replayed.endExample()
                && before.heldOut() == replayed.heldOut()
                && !before.state().equals(replayed.state())) {
            return "step %d gave the same weights but another state of optimizer or method: the digest was %s, is now %s"
                    .formatted(replayed.step(), before.state(), replayed.state());
        }
        return null;
    }

    /** Versions that were held against each other. */
    long compared() {
        return compared;
    }

    /** The last step after which both had the same bits; -1 when there was none. */
    long lastSameStep() {
        return lastSameStep;
    }

    /**
     * Why the replay is not the same.
     *
     * @return null when it is
     */
    String problem() {
        if (difference != null) {
            return difference;
        }
        if (expectedDigest != null && !digestSeen) {
            return "no version has the digest " + expectedDigest;
        }
        if (expectedDigest == null && compared == 0) {
            return "there was nothing to compare: the ledger has no version after a step that this"
                    + " run has reached";
        }
        return null;
    }
}
