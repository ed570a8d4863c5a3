/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/** Lets a report through about twice a second. */
final class Progress {
    private static final long INTERVAL_NANOS = 500_000_000L;

    private final PlayerClock clock;
    private final Runnable report;
    private long dueNanos;

    Progress(PlayerClock clock, Runnable report) {
        this.clock = clock;
        this.report = report;
        this.dueNanos = clock.nanos() + INTERVAL_NANOS;
    }

    /** Reports when it is time. */
    void report() {
        if (clock.nanos() - dueNanos >= 0) {
            report.run();
            dueNanos = clock.nanos() + INTERVAL_NANOS;
        }
    }
}
