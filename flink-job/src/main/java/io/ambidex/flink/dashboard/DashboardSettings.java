/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import io.ambidex.flink.dashboard.control.ControlAccess;
import java.time.Duration;

/**
 * How the page is served.
 *
 * @param host interface to listen on; {@link #LOOPBACK} unless others may look too
 * @param port port to listen on; 0 for any free one
 * @param history how far back the page begins, by the time records were written; versions are read
 *     from the beginning always
 * @param control who may change method and options from the page; {@link ControlAccess#OFF} for
 *     nobody
 */
public record DashboardSettings(String host, int port, Duration history, ControlAccess control) {
    /** The loopback interface. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Any free port of the loopback interface, a day of history, nobody may change anything. */
    public static final DashboardSettings DEFAULT =
            new DashboardSettings(LOOPBACK, 0, Duration.ofDays(1), ControlAccess.OFF);

    /**
     * @throws IllegalArgumentException for a port outside 0 to 65535, or a history that is not
     *     above 0
     */
    public DashboardSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, but is " + port);
        }
        if (history.isNegative() || history.isZero()) {
            throw new IllegalArgumentException("history must be above 0, but is " + history);
        }
    }

    /** These settings with another port. */
    public DashboardSettings withPort(int newPort) {
        return new DashboardSettings(host, newPort, history, control);
    }

    /** These settings with another access to control. */
    public DashboardSettings withControl(ControlAccess access) {
        return new DashboardSettings(host, port, history, access);
    }
}
