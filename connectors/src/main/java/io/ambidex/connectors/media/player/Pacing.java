/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/** Decides when a record may go out: by the clock at a given speed, and by the job's progress. */
final class Pacing {
    private static final long MAX_PAUSE_NANOS = 20_000_000L;
    private static final double NANOS_PER_MILLI = 1e6;

    private final PlayerOptions options;
    private final FlowControl flow;
    private final PlayerClock clock;
    private final long leadMillis;

    private boolean started;
    private long startNanos;
    private long startMillis;
    private long committed = Long.MIN_VALUE;
    private long movedAtNanos;
    private long nudgedMillis;

    Pacing(PlayerOptions options, FlowControl flow, PlayerClock clock) {
        this.options = options;
        this.flow = flow;
        this.clock = clock;
        this.leadMillis = options.maxLead().toMillis();
    }

    /** Whether a record of that event time may go out now; the first one always may. */
    boolean mayPublish(long eventTimeMillis) {
        long now = clock.nanos();
        if (!started) {
            started = true;
            startNanos = now;
            startMillis = eventTimeMillis;
            movedAtNanos = now;
        }
        return eventTimeMillis <= allowedByFlow(now) && nanosUntilDue(eventTimeMillis, now) <= 0;
    }

    /** Waits until asking again makes sense. */
    void pause(long eventTimeMillis) {
        long due = nanosUntilDue(eventTimeMillis, clock.nanos());
        clock.pause(due > 0 ? Math.min(due, MAX_PAUSE_NANOS) : MAX_PAUSE_NANOS / 10);
    }

    private long nanosUntilDue(long eventTimeMillis, long now) {
        if (options.speed() == 0) {
            return 0;
        }
        double dueNanos = (eventTimeMillis - startMillis) * NANOS_PER_MILLI / options.speed();
        return (long) dueNanos - (now - startNanos);
    }

    private long allowedByFlow(long now) {
        long answer = flow.committedMillis();
        if (answer == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        if (answer > committed) {
            committed = answer;
            movedAtNanos = now;
            nudgedMillis = 0;
        } else if (now - movedAtNanos >= options.nudgeAfter().toNanos()) {
            movedAtNanos = now;
            nudgedMillis += Math.max(1, leadMillis / 10);
        }
        return Math.max(committed, startMillis) + leadMillis + nudgedMillis;
    }
}
