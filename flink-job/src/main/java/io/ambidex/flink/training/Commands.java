/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.training.order.Work;
import io.ambidex.model.learning.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Carries commands out between two steps, as a whole or not at all, and tells what became of them.
 * Those to the second learner are checked and handed on with the next mini-batch.
 */
final class Commands {

    private final Trainer trainer;
    private final TrainerOutput output;
    private final TrainerAlerts alerts;
    private final List<Control> forShadow = new ArrayList<>();

    Commands(Trainer trainer, TrainerOutput output, TrainerAlerts alerts) {
        this.trainer = trainer;
        this.output = output;
        this.alerts = alerts;
    }

    void carryOut(Work.Apply work) {
        Control control = work.control();
        if (work.late()) {
            trainer.ledger.count(Counts.NON_REPEATABLE_DECISIONS, 1);
            output.alert(alerts.late(control));
        }
        try {
            switch (control.getLearner()) {
                case MonitorRecords.MAIN -> apply(control);
                case MonitorRecords.SHADOW -> handOn(control);
                default ->
                        throw new IllegalArgumentException(
                                "learner must be main or shadow, but is " + control.getLearner());
            }
        } catch (IllegalArgumentException e) {
            output.alert(alerts.refused(control, trainer.learner.method(), e.getMessage()));
        }
    }

    /** The commands to the second learner since the last call. */
    List<Control> takeForShadow() {
        List<Control> taken = List.copyOf(forShadow);
        forShadow.clear();
        return taken;
    }

    private void apply(Control control) {
        Map<String, String> drift = control.getDrift();
        trainer.drift.check(drift);
        if (concernsMethod(control)) {
            changeMethod(control);
        }
        if (control.getFrozen() != null) {
            freeze(control.getFrozen());
        }
        if (!drift.isEmpty()) {
            trainer.drift.change(drift);
        }
        output.alert(alerts.applied(control, trainer.learner.steps() + 1));
    }

    /** A command that says nothing of the method leaves it, whose state would start anew. */
    private static boolean concernsMethod(Control control) {
        return control.getMethod() != null
                || !control.getOptions().isEmpty()
                || control.getFrozen() == null && control.getDrift().isEmpty();
    }

    private void changeMethod(Control control) {
        Learner learner = trainer.learner;
        String method = control.getMethod() == null ? learner.method() : control.getMethod();
        learner.changeMethod(method, control.getOptions());
        trainer.ledger.methodChanged(learner.steps() + 1, method);
    }

    private void freeze(boolean frozen) {
        if (frozen) {
            trainer.learner.freeze(Long.MAX_VALUE);
        } else {
            trainer.learner.resume();
        }
    }

    private void handOn(Control control) {
        if (!trainer.settings.shadowed()) {
            throw new IllegalArgumentException(
                    "there is no second learner; option "
                            + TrainingOptions.SHADOW_METHOD.key()
                            + " names its method when the job starts");
        }
        if (control.getFrozen() != null || !control.getDrift().isEmpty()) {
            throw new IllegalArgumentException(
                    "frozen concerns both learners and drift is watched on main: send them with "
                            + "learner main");
        }
        forShadow.add(control);
    }
}
