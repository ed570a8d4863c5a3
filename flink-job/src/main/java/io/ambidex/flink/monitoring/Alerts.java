/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import io.ambidex.connectors.schema.Alert;
import java.util.Map;

/** Makes alerts; the kinds are stable names. */
public final class Alerts {

    /** A published model version was refused; the old one goes on answering. */
    public static final String MODEL_VERSION_REFUSED = "model-version-refused";

    /** A command was refused; what was set before goes on. */
    public static final String CONTROL_REFUSED = "control-refused";

    /** A command has taken effect. */
    public static final String CONTROL_APPLIED = "control-applied";

    /** A command came after the time at which it should have taken effect. */
    public static final String CONTROL_LATE = "control-late";

    /** A training step was skipped, because its loss or a gradient was not finite. */
    public static final String STEP_SKIPPED = "step-skipped";

    /** Training went on from an older state than the one published: a new epoch has begun. */
    public static final String EPOCH_BEGUN = "epoch-begun";

    /** The second learner cannot go on; the first one does. */
    public static final String SHADOW_STOPPED = "shadow-stopped";

    /** A learner score is not what it was. */
    public static final String DRIFT_DETECTED = "drift-detected";

    /** Something is done about a drift, from the next step on. */
    public static final String DRIFT_ACTION = "drift-action";

    /** Attribute of what is said to a command: the command's name. */
    public static final String COMMAND = "command";

    /** How much a person should care. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /**
     * @param kind one of the names above
     * @param message one sentence for a person
     * @param attributes details by name
     * @param nowMillis processing time
     */
    public static Alert of(
            String kind,
            Severity severity,
            String message,
            Map<String, String> attributes,
            long nowMillis) {
        return new Alert(
                kind,
                severity.name().toLowerCase(java.util.Locale.ROOT),
                message,
                attributes,
                nowMillis);
    }

    private Alerts() {}
}
