/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.ClipTimes;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment of a run, as a clip's begin or as event time since the run's begin.
 *
 * @param value number of the clip, from 0, or milliseconds
 * @param inClips which of the two
 */
public record Moment(long value, boolean inClips) {

    /** Later than every record. */
    public static final Moment END = new Moment(Long.MAX_VALUE, true);

    private static final Pattern FORM =
            Pattern.compile("(?<number>\\d{1,12}(\\.\\d{1,3})?)(?<unit>ms|s|min|h|)");

    private static final Map<String, Long> UNIT_MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L);

    /**
     * Reads {@code 200} (a clip) or {@code 90s} (event time; units ms, s, min and h).
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Moment parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            BigDecimal number = new BigDecimal(form.group("number"));
            Long unit = UNIT_MILLIS.get(form.group("unit"));
            if (unit != null) {
                return new Moment(number.multiply(BigDecimal.valueOf(unit)).longValue(), false);
            }
            if (number.scale() == 0) {
                return new Moment(number.longValue(), true);
            }
        }
        throw new IllegalArgumentException(
                "a moment is the number of a clip or a time such as 1500ms, 90s, 2min or 1h, but is '"
                        + text
                        + "'");
    }

    /** Event time, milliseconds since the epoch. */
    long millis(ClipTimes times) {
        if (equals(END)) {
            return Long.MAX_VALUE;
        }
        return inClips ? times.startOfClipMillis(value) : times.startMillis() + value;
    }
}
