/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.deadletters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter stands on the topic of dead letters; written {@code PARTITION:OFFSET}.
 *
 * @param partition partition, 0 or more
 * @param offset offset, 0 or more
 */
public record LetterId(int partition, long offset) implements Comparable<LetterId> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /**
     * @throws IllegalArgumentException if the text has another form
     */
    public static LetterId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a dead letter is named PARTITION:OFFSET, such as 0:17, not '" + text + "'");
        }
        return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    @Override
    public int compareTo(LetterId other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
