/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.deadletters;

import io.ambidex.connectors.schema.DeadLetter;
import java.util.Locale;
import java.util.Set;

/**
 * Which dead letters are meant: those that meet every condition.
 *
 * @param ids where they stand; empty for anywhere
 * @param stage where they were refused; null for anywhere
 * @param topic where the input came from; null for anywhere
 * @param reason a part of the reason, upper or lower case; null for any
 */
public record LetterFilter(Set<LetterId> ids, String stage, String topic, String reason) {

    /** Every dead letter. */
    public static final LetterFilter ALL = new LetterFilter(Set.of(), null, null, null);

    /** Whether it lets every dead letter through. */
    public boolean isEverything() {
        return equals(ALL);
    }

    /** Whether a dead letter is meant. */
    public boolean accepts(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        return (ids.isEmpty() || ids.contains(stored.id()))
                && (stage == null || stage.equals(letter.getStage()))
                && (topic == null || topic.equals(letter.getTopic()))
                && (reason == null || lower(letter.getReason()).contains(lower(reason)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
