/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.UnimodalHeads;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.NetworkSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * InfoReg as the released code of November 2025 computes it (GeWu-Lab/InfoReg_CVPR2025), for parity
 * with published numbers on two modalities. With separate unimodal heads, threshold 0.04 and second
 * coefficient 0 it is the release of March 2025, whose branch for the second modality can never be
 * reached.
 *
 * <pre>{@code
 * L   = CE(z, y) + sum_m CE(z_m, y)
 * S_m = sum over the batch of the label's probability under z_m
 * c_m = coefficient_m exp(tanh(S_m - S_j)) if S_m > S_j and the gate is open, else 0
 * g_m <- g_m + c_m (w_m - anchor_m)
 * T_m = sum over tensors with >= 2 dimensions of the mean over elements of the summed squared gradient, after regulation
 * }</pre>
 *
 * One gate, that of the first modality, serves both; it opens by the {@link PrimeLearningWindow} .
 * The sums make tanh saturate, so that the strength depends on the batch size: prefer the streaming
 * form.
 *
 * <p>State: one copy of every encoder, the traces, the position in the window, and the heads if
 * there are any.
 */
final class PublishedInfoReg implements BalancingMethod {
    static final MethodOption<Double> THRESHOLD =
            MethodOption.number(
                    "publishedThreshold",
                    0.05,
                    "rate",
                    -1,
                    1,
                    "variant=published: least growth of the first modality's trace in the window.");
    static final MethodOption<Double> FIRST_COEFFICIENT =
            MethodOption.number(
                    "firstCoefficient",
                    0.95,
                    "factor",
                    0,
                    100,
                    "variant=published: strength for the first modality (audio in the code).");
    static final MethodOption<Double> SECOND_COEFFICIENT =
            MethodOption.number(
                    "secondCoefficient",
                    0.1,
                    "factor",
                    0,
                    100,
                    "variant=published: strength for the second modality (visual in the code).");
    private static final String SPLIT = "split";
    private static final String SEPARATE = "separate";

    static final MethodOption<String> HEADS =
            MethodOption.choice(
                    "unimodalHeads",
                    SPLIT,
                    List.of(SPLIT, SEPARATE),
                    "variant=published: unimodal logits from the split joint head or from heads of their own.");
    static final List<MethodOption<?>> OPTIONS =
            List.of(THRESHOLD, FIRST_COEFFICIENT, SECOND_COEFFICIENT, HEADS);

    private static final int MODALITIES = 2;

    private final long configuredWindow;
    private final double[] coefficients;
    private final boolean separateHeads;
    private final PrimeLearningWindow gate;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private final double[] traceSums = new double[MODALITIES];
    private final double[] traces = new double[MODALITIES];
    private final double[] scores = new double[MODALITIES];
    private UnimodalHeads heads;
    private EncoderAnchors anchors;
    private MethodContext context;
    private long window;
    private long stepInWindow;

    PublishedInfoReg(MethodOptions options) {
        configuredWindow = options.get(InfoRegOptions.WINDOW);
        coefficients =
                new double[] {options.get(FIRST_COEFFICIENT), options.get(SECOND_COEFFICIENT)};
        separateHeads = options.get(HEADS).equals(SEPARATE);
        gate =
                new PrimeLearningWindow(
                        Math.toIntExact(options.get(InfoRegOptions.HISTORY)),
                        options.get(THRESHOLD),
                        true);
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        if (configured.modalities().size() != MODALITIES) {
            throw new IllegalArgumentException(
                    "variant 'published' of method 'inforeg' needs exactly 2 modalities, the network has "
                            + configured.modalities().size());
        }
        return configured;
    }

    @Override
    public void open(MethodContext opened) {
        window = InfoRegOptions.window(configuredWindow, opened.options());
        context = opened;
        anchors = new EncoderAnchors(opened);
        if (separateHeads) {
            heads = UnimodalHeads.add(opened);
        }
    }

    @Override
    public void objective(ObjectiveStage stage) {
        if (!separateHeads) {
            stage.addUnimodalLosses(1);
            return;
        }
        for (int m = 0; m < MODALITIES; m++) {
            int modality = m;
            NDArray logits = heads.logits(stage, m);
            scores[m] = UnimodalHeads.sumProbability(stage, logits, m);
            stage.crossEntropy(logits, m)
                    .ifPresent(
                            loss ->
                                    stage.add(
                                            ObjectiveStage.unimodal(
                                                    stage.modalities().get(modality)),
                                            loss,
                                            1));
        }
    }

    @Override
    public void optimization(OptimizationStage stage) {
        for (int m = 0; m < MODALITIES; m++) {
            if (!separateHeads) {
                scores[m] = stage.scores().sumProbability(m);
            }
        }
        monitors.clear();
        for (int m = 0; m < MODALITIES; m++) {
            double lead = scores[m] - scores[1 - m];
            boolean bothPresent = stage.scores().isPresent(0) && stage.scores().isPresent(1);
            double strength =
                    gate.isOpen() && lead > 0 && bothPresent
                            ? RegulationStrength.published(lead, coefficients[m])
                            : 0;
            NamedTensors gradients = stage.gradients(m);
            if (strength > 0) {
                anchors.pullGradients(stage.lists(), m, gradients, strength);
                stage.changed(m);
            }
            traces[m] = trace(stage, gradients);
            stage.reportPrimeLearningWindow(m, gate.isOpen());
            String modality = stage.modalities().get(m);
            monitors.put("score." + modality, scores[m]);
            monitors.put("regulation." + modality, strength);
            monitors.put("trace." + modality, traces[m]);
        }
        monitors.put("rate", gate.rate());
    }

    /** Sum over the weight tensors of the mean squared element. */
    private static double trace(OptimizationStage stage, NamedTensors gradients) {
        NamedTensors weights =
                gradients.only(name -> gradients.get(name).getShape().dimension() >= 2);
        double[] norms = stage.lists().norms(weights.list());
        double trace = 0;
        int i = 0;
        for (NDArray weight : weights.values()) {
            trace += norms[i] * norms[i] / weight.size();
            i++;
        }
        return trace;
    }

    @Override
    public void after(AfterStage stage) {
        for (int m = 0; m < MODALITIES; m++) {
            traceSums[m] += traces[m];
        }
        stepInWindow++;
        if (stepInWindow >= window) {
            gate.add(traceSums[0]);
            beginWindow();
        }
    }

    private void beginWindow() {
        Arrays.fill(traceSums, 0);
        stepInWindow = 0;
        anchors.move(context.lists());
    }

    /** Re-opens the prime learning window; a measuring window begins with the weights of now. */
    @Override
    public void onDrift(DriftSignal signal) {
        gate.reopen();
        beginWindow();
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        anchors.writeState(state.part("anchor"));
        gate.writeState(state.part("gate"));
        state.put("traceSums", traceSums);
        state.put("stepInWindow", stepInWindow);
    }

    @Override
    public void readState(MethodState state) {
        anchors.readState(state.part("anchor"), context.lists());
        gate.readState(state.part("gate"));
        System.arraycopy(state.numbers("traceSums"), 0, traceSums, 0, MODALITIES);
        stepInWindow = state.whole("stepInWindow");
    }
}
