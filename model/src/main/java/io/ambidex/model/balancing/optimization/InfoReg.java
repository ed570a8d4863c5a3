/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.GradientStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adaptive unimodal regulation: while an encoder that leads is in its {@link PrimeLearningWindow},
 * it is pulled back towards its weights at the start of the measuring window, so that it cannot
 * crowd the others out. Huang et al., arXiv 2503.18595, in a form for streams: epochs are windows
 * of W steps, scores are mean log-probabilities with higher better, every modality has its own
 * gate.
 *
 * <pre>{@code
 * s_m      = mean over the examples that have m of log softmax(z_m)[y]
 * Delta_m  = mean of s_m - s_j over the modalities j with s_j < s_m
 * a_m      = exp(beta tanh(Delta_m)) if the gate of m is open and Delta_m > dead band, else 0
 * g_m     <- g_m + a_m (w_m - anchor_m)                for every trainable parameter of encoder m
 * T_m      = mean over the steps of the window of ||g_m||^2, before regulation
 * }</pre>
 *
 * With AdamW the pull is applied to the weights after the step, {@code w <- w - eta a (w -
 * anchor)}, because an adaptive optimizer would normalise it away. With L = 1, a closed start and
 * no unimodal losses this is the paper's criterion.
 *
 * <p>State: one copy of every encoder, L + 1 traces and a gate per modality, the position in the
 * window. Cost: about three floating-point operations per parameter and step; a second backward
 * pass when unimodal losses are on and the trace is that of the joint loss alone.
 */
public final class InfoReg implements BalancingMethod {
    private static final Logger LOG = LoggerFactory.getLogger(InfoReg.class);

    private final InfoRegOptions options;
    private final List<PrimeLearningWindow> gates = new ArrayList<>();
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private EncoderAnchors anchors;
    private MethodContext context;
    private double[] traceSums;
    private long[] traceCounts;
    private long window;
    private long stepInWindow;

    // What this step measured; taken into the state when the update is done.
    private double[] traces;
    private double[] strengths;

    InfoReg(InfoRegOptions options) {
        this.options = options;
    }

    @Override
    public void open(MethodContext opened) {
        context = opened;
        anchors = new EncoderAnchors(opened);
        window = InfoRegOptions.window(options.window(), opened.options());
        int modalities = opened.network().spec().modalities().size();
        for (int m = 0; m < modalities; m++) {
            gates.add(
                    new PrimeLearningWindow(
                            options.history(), options.threshold(), options.startsOpen()));
        }
        traceSums = new double[modalities];
        traceCounts = new long[modalities];
        strengths = new double[modalities];
        warnIfUnstable();
    }

    /** The pull alone overshoots when {@code eta a / (1 - mu)} exceeds 1. */
    private void warnIfUnstable() {
        double strongest = Math.exp(options.beta());
        double rate = context.options().learningRate();
        double momentum = context.options().momentum();
        if (isDecoupled() ? rate * strongest > 1 : rate * strongest / (1 - momentum) > 1) {
            LOG.warn(
                    "InfoReg's pull may overshoot: learning rate {} with momentum {} and a strength up to {}",
                    rate,
                    momentum,
                    strongest);
        }
    }

    private boolean isDecoupled() {
        return context.options().optimizer().equals("adamw");
    }

    @Override
    public void objective(ObjectiveStage stage) {
        if (options.unimodalLossWeight() > 0) {
            stage.addUnimodalLosses(options.unimodalLossWeight());
        }
    }

    @Override
    public NamedTensors gradients(GradientStage stage) {
        traces = null;
        boolean jointAlone = stage.losses().equals(Set.of(ObjectiveStage.JOINT));
        if (options.tracesAllLosses() || jointAlone) {
            return stage.ofAll();
        }
        NamedTensors joint = stage.of(Set.of(ObjectiveStage.JOINT));
        traces = stage.squaredNorms(joint);
        Set<String> others = new HashSet<>(stage.losses());
        others.remove(ObjectiveStage.JOINT);
        return stage.plus(joint, stage.ofLast(others));
    }

    @Override
    public void optimization(OptimizationStage stage) {
        if (traces == null) {
            traces = new double[gates.size()];
            Arrays.setAll(traces, stage::squaredNorm);
        }
        monitors.clear();
        for (int m = 0; m < gates.size(); m++) {
            NamedTensors gradients = stage.gradients(m);
            if (gradients.isEmpty()) {
                traces[m] = Double.NaN;
            }
            double lead = stage.scores().lead(m);
            boolean regulated = gates.get(m).isOpen() && lead > options.deadBand();
            strengths[m] = regulated ? RegulationStrength.paper(lead, options.beta()) : 0;
            if (strengths[m] > 0 && !gradients.isEmpty() && !isDecoupled()) {
                anchors.pullGradients(stage.lists(), m, gradients, strengths[m]);
                stage.changed(m);
            }
            stage.reportPrimeLearningWindow(m, gates.get(m).isOpen());
            report(stage.modalities().get(m), m, lead);
        }
    }

    private void report(String modality, int m, double lead) {
        monitors.put("lead." + modality, lead);
        monitors.put("regulation." + modality, strengths[m]);
        monitors.put("rate." + modality, gates.get(m).rate());
        if (!Double.isNaN(traces[m])) {
            monitors.put("trace." + modality, traces[m]);
        }
    }

    @Override
    public void after(AfterStage stage) {
        for (int m = 0; m < gates.size(); m++) {
            if (isDecoupled() && strengths[m] > 0) {
                anchors.pullParameters(stage.lists(), m, stage.learningRate() * strengths[m]);
            }
            if (!Double.isNaN(traces[m])) {
                traceSums[m] += traces[m];
                traceCounts[m]++;
            }
        }
        stepInWindow++;
        if (stepInWindow >= window) {
            endWindow();
        }
    }

    private void endWindow() {
        for (int m = 0; m < gates.size(); m++) {
            if (traceCounts[m] > 0) {
                gates.get(m).add(traceSums[m] / traceCounts[m]);
            }
        }
        beginWindow();
    }

    private void beginWindow() {
        Arrays.fill(traceSums, 0);
        Arrays.fill(traceCounts, 0);
        stepInWindow = 0;
        anchors.move(context.lists());
    }

    /** Re-opens every prime learning window; a measuring window begins with the weights of now. */
    @Override
    public void onDrift(DriftSignal signal) {
        gates.forEach(PrimeLearningWindow::reopen);
        beginWindow();
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        anchors.writeState(state.part("anchor"));
        for (int m = 0; m < gates.size(); m++) {
            MethodState part = state.part("modality." + m);
            gates.get(m).writeState(part);
            part.put("traceSum", traceSums[m]);
            part.put("traceCount", traceCounts[m]);
        }
        state.put("stepInWindow", stepInWindow);
    }

    @Override
    public void readState(MethodState state) {
        anchors.readState(state.part("anchor"), context.lists());
        for (int m = 0; m < gates.size(); m++) {
            MethodState part = state.part("modality." + m);
            gates.get(m).readState(part);
            traceSums[m] = part.number("traceSum");
            traceCounts[m] = part.whole("traceCount");
        }
        stepInWindow = state.whole("stepInWindow");
    }
}
