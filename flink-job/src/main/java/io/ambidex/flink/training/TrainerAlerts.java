/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.Alerts.Severity;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.version.ModelVersion;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What the trainer has to say to a person. */
final class TrainerAlerts {

    private final String modelName;
    private final LongSupplier clock;

    TrainerAlerts(String modelName, LongSupplier clock) {
        this.modelName = modelName;
        this.clock = clock;
    }

    Alert skipped(StepReport report) {
        return of(
                Alerts.STEP_SKIPPED,
                Severity.WARNING,
                "step "
                        + report.step()
                        + " was skipped: the loss "
                        + report.loss()
                        + " or a gradient is not finite",
                Map.of("step", Long.toString(report.step())));
    }

    Alert epochBegun(ModelVersion version) {
        return of(
                Alerts.EPOCH_BEGUN,
                Severity.WARNING,
                "another model has number "
                        + version.number()
                        + " already: epoch "
                        + version.epoch()
                        + " begins",
                Map.of("version", version.toString()));
    }

    Alert applied(Control control, long step) {
        return of(
                Alerts.CONTROL_APPLIED,
                Severity.INFO,
                command(control) + " takes effect at step " + step + changes(control),
                details(control, step));
    }

    Alert late(Control control) {
        return of(
                Alerts.CONTROL_LATE,
                Severity.WARNING,
                command(control) + " came after its time",
                details(control));
    }

    Alert refused(Control control, String method, String reason) {
        return of(
                Alerts.CONTROL_REFUSED,
                Severity.WARNING,
                command(control) + " was refused, " + method + " goes on: " + reason,
                details(control));
    }

    Alert drift(DriftSignal signal) {
        return of(
                Alerts.DRIFT_DETECTED,
                Severity.WARNING,
                "drift found after step " + signal.step() + ": " + change(signal),
                details(signal));
    }

    Alert driftAction(String action, DriftSignal cause, String effect) {
        Map<String, String> details = new TreeMap<>(details(cause));
        details.put("action", action);
        return of(
                Alerts.DRIFT_ACTION,
                Severity.WARNING,
                "from step " + (cause.step() + 1) + " on " + effect + ", because " + change(cause),
                details);
    }

    private static String change(DriftSignal signal) {
        return String.format(
                Locale.ROOT,
                "%s%s went from %.3g to %.3g (%s)",
                signal.signal(),
                signal.streamId() == null ? "" : " of stream " + signal.streamId(),
                signal.oldMean(),
                signal.newMean(),
                signal.detector());
    }

    private static Map<String, String> details(DriftSignal signal) {
        Map<String, String> details = new TreeMap<>();
        details.put("detector", signal.detector());
        details.put("signal", signal.signal());
        details.put("oldMean", Double.toString(signal.oldMean()));
        details.put("newMean", Double.toString(signal.newMean()));
        details.put("step", Long.toString(signal.step()));
        if (signal.streamId() != null) {
            details.put("streamId", signal.streamId());
        }
        return details;
    }

    private static String command(Control control) {
        return "command "
                + control.getCommandId()
                + " of event time "
                + control.getEffectiveAtMillis();
    }

    private static Map<String, String> details(Control control) {
        return Map.of(
                Alerts.COMMAND,
                control.getCommandId(),
                "learner",
                control.getLearner(),
                "method",
                String.valueOf(control.getMethod()));
    }

    private static String changes(Control control) {
        return control.getDrift().isEmpty() ? "" : ": " + new TreeMap<>(control.getDrift());
    }

    /** With everything that was changed, and when. */
    private static Map<String, String> details(Control control, long step) {
        Map<String, String> details = new TreeMap<>(details(control));
        details.put("step", Long.toString(step));
        if (control.getFrozen() != null) {
            details.put("frozen", control.getFrozen().toString());
        }
        details.putAll(control.getDrift());
        return details;
    }

    private Alert of(
            String kind, Severity severity, String message, Map<String, String> attributes) {
        Map<String, String> all = new TreeMap<>(attributes);
        all.put("model", modelName);
        return Alerts.of(kind, severity, message, all, clock.getAsLong());
    }
}
