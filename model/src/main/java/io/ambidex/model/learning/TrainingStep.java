/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.InputStage;
import io.ambidex.model.balancing.Pass;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The skeleton of one step; the balancing method is a guest in it and never asked for by name.
 *
 * <p>data input, then for each pass: encode, feed-forward, objective, gradients, optimization,
 * update, after.
 */
final class TrainingStep {
    private final StepEnvironment step;
    private final BalancingMethod method;
    private final BufferGuard buffers;
    private final MiniBatch fresh;
    private final ReportBuilder report;
    private boolean shownToReservoirs;

    TrainingStep(
            StepEnvironment step,
            BalancingMethod method,
            BufferGuard buffers,
            MiniBatch fresh,
            ReportBuilder report) {
        this.step = step;
        this.method = method;
        this.buffers = buffers;
        this.fresh = fresh;
        this.report = report;
    }

    /** Runs the step; returns whether at least one update was made. */
    boolean run() {
        MiniBatch batch = method.selectExamples(InputStage.of(new StepView(step, fresh), fresh));
        report.batch(batch);
        if (batch.size() == 0) {
            return false;
        }
        List<Pass> passes = method.passes(new StepView(step, batch));
        boolean updated = false;
        for (int i = 0; i < passes.size(); i++) {
            try (StepScope scope = StepScope.open(step.network().manager())) {
                updated |= run(batch, passes.get(i), i, scope.manager());
            }
        }
        return updated;
    }

    private boolean run(MiniBatch batch, Pass pass, int index, NDManager manager) {
        buffers.save();
        ForwardPass forward = new ForwardPass(step, batch, pass, index, method, manager);
        try (GradMode on = GradMode.on()) {
            method.feedForward(forward);
            method.objective(forward);
            forward.finishObjective();
        }
        if (forward.losses().isEmpty()) {
            if (index == 0) {
                report.scores(forward.stepScores());
            }
            buffers.restore();
            return false;
        }
        NamedTensors gradients = method.gradients(new BackwardPass(step, forward, pass));
        try (GradMode off = GradMode.off()) {
            return update(forward, gradients, index, manager);
        }
    }

    private boolean update(
            ForwardPass forward, NamedTensors gradients, int index, NDManager manager) {
        int scoreCount = StepScores.length(forward.batch());
        int lossCount = forward.losses().size();
        double[] readings =
                HostValues.of(
                        step.kernel()
                                .readings(
                                        manager,
                                        forward.scoreTensor(),
                                        forward.losses().values(),
                                        gradients.list()));
        forward.scoresRead(readings);
        double loss = forward.losses().total(readings, scoreCount);
        Map<String, Double> losses = forward.losses().named(readings, scoreCount);
        report.losses(loss, losses);
        if (index == 0) {
            report.scores(forward.stepScores());
            forward.attention().ifPresent(report::attention);
        }
        double[] norms = Arrays.copyOfRange(readings, scoreCount + lossCount, readings.length);
        UpdatePass update = new UpdatePass(step, forward, index, gradients, losses, norms);
        boolean usable = Double.isFinite(loss) && update.isFinite() && !gradients.isEmpty();
        if (usable) {
            method.optimization(update);
        }
        report.update(update);
        if (!usable || !update.isFinite() || step.frozen()) {
            buffers.restore();
            return false;
        }
        update.update();
        if (!shownToReservoirs) {
            step.reservoirs().trained(fresh, step.random().seed());
            shownToReservoirs = true;
        }
        method.after(update);
        return true;
    }
}
