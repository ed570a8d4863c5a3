/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Remarks on times that cannot be right. */
final class TimeWarnings {
    private static final long FUTURE_MILLIS = Duration.ofDays(1).toMillis();

    private long eventsAhead;
    private long farthestMillis;
    private long clocksAhead;
    private long farthestClockMillis;

    /** Whether an event time can be right; ahead of the clock by more than a day it is remarked. */
    boolean isPlausible(long millis, long now) {
        boolean ahead = millis > now + FUTURE_MILLIS;
        if (ahead) {
            eventsAhead++;
            farthestMillis = Math.max(farthestMillis, millis);
        }
        return !ahead;
    }

    /** A record was written in the future by this much. */
    void clockAhead(long millis) {
        clocksAhead++;
        farthestClockMillis = Math.max(farthestClockMillis, millis);
    }

    List<String> notices() {
        List<String> notices = new ArrayList<>();
        if (eventsAhead > 0) {
            notices.add(
                    eventsAhead
                            + " records tell of event times in the future, up to "
                            + day(farthestMillis)
                            + ": they can hold back or end event time for all streams");
        }
        if (clocksAhead > 0) {
            notices.add(
                    clocksAhead
                            + " records were written by a clock that is up to "
                            + Duration.ofMillis(farthestClockMillis).toSeconds()
                            + " s ahead of this one: they are shown at the time they were read");
        }
        return notices;
    }

    private static String day(long millis) {
        try {
            return Instant.ofEpochMilli(millis)
                    .truncatedTo(ChronoUnit.DAYS)
                    .toString()
                    .split("T")[0];
        } catch (RuntimeException e) {
            return "beyond all dates";
        }
    }
}
