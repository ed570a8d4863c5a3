/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.ExchangeSpec;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A user's own method, found by ServiceLoader, that does at every stage what is hardest to carry:
 * it replaces the fusion, lets the encoders exchange gates and changes one, brings back an example,
 * updates several times in a step with alternating parts, adds a trained parameter, asks for the
 * gradient of every loss by itself, distils from a frozen teacher, counts in a buffer that a
 * skipped step puts back, weighs rows of a loss of its own, steps along the gradient of a held-out
 * loss, looks at its replay examples, pulls an encoder back to its first weights while the
 * optimizer forgets, and does so at the next step when the data has changed.
 */
public final class PatchworkMethod implements BalancingMethod {
    private static final int PERIOD = 5;

    private MethodContext context;
    private NDArray temperature;
    private NDArray forwardPasses;
    private MultimodalNetwork teacher;
    private final NamedTensors firstWeights = new NamedTensors();
    private MiniBatch.Example last;
    private long updates;
    private boolean drifted;
    private double replayLoss;
    private double jointLoss;

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        return configured
                .withFusion("sum", Map.of())
                .withExchange(new ExchangeSpec("gates", Map.of("points", "2")));
    }

    @Override
    public ReservoirSpec reservoirs() {
        return new ReservoirSpec(0.25, 6, 12, 40, 1 << 20);
    }

    @Override
    public void open(MethodContext opened) {
        context = opened;
        MultimodalNetwork network = opened.network();
        temperature =
                opened.addParameter(
                        "patchwork.temperature",
                        opened.manager().ones(new Shape(1), network.dataType()));
        forwardPasses = opened.manager().zeros(new Shape(1), network.dataType());
        opened.addBuffer("patchwork.forwardPasses", forwardPasses);
        teacher =
                MultimodalNetwork.create(
                        network.spec(), opened.options().seed(), "cpu", network.dataType());
        teacher.load(network.state());
        network.encoderParameters(network.spec().modalityNames().get(0))
                .entries()
                .forEach(e -> firstWeights.add(e.getKey(), copyOf(e.getValue())));
    }

    private NDArray copyOf(NDArray parameter) {
        NDArray copy = parameter.duplicate();
        copy.setRequiresGradient(false);
        copy.attach(context.manager());
        return copy;
    }

    @Override
    public MiniBatch selectExamples(InputStage stage) {
        if (last == null) {
            return stage.fresh();
        }
        List<MiniBatch.Example> examples = new ArrayList<>(stage.fresh().examples());
        examples.add(last.replayOf(m -> m == 0));
        return MiniBatch.of(stage.fresh().modalities(), examples);
    }

    @Override
    public List<Pass> passes(PassView step) {
        List<Pass> passes = new ArrayList<>();
        step.modalities().forEach(modality -> passes.add(Pass.of(modality)));
        passes.add(Pass.alone(step.modalities().get(0)));
        return passes;
    }

    @Override
    public void exchange(ExchangeStage stage) {
        if (stage.point() == 0) {
            stage.replaceGates(0, stage.gates(0).mul(stage.number(0.5)));
        }
    }

    @Override
    public void feedForward(ForwardStage stage) {
        stage.replaceFeatures(0, stage.features(0).mul(temperature));
        try (GradMode off = GradMode.off()) {
            forwardPasses.addi(1);
        }
    }

    @Override
    public void objective(ObjectiveStage stage) {
        stage.addUnimodalLosses(0.5);
        if (stage.pass() > 0) {
            return;
        }
        NDArray known =
                teacher.encode(stage.manager(), stage.modalities().get(0), stage.input(0), false);
        stage.add("distillation", stage.encoded(0).sub(known.stopGradient()).square().mean(), 0.1);
        double[] first = stage.rowWeights(0);
        Arrays.fill(first, 1, first.length, 0);
        stage.crossEntropy(stage.jointLogits(), first)
                .ifPresent(loss -> stage.add("firstExample", loss, stage.rowWeights()[0] / 8));
    }

    @Override
    public NamedTensors gradients(GradientStage stage) {
        Set<String> others = new HashSet<>(stage.losses());
        others.remove(ObjectiveStage.JOINT);
        if (stage.losses().contains("distillation")) {
            stage.reweigh("distillation", stage.learningRate());
        }
        NamedTensors sum = stage.of(Set.of(ObjectiveStage.JOINT));
        for (String loss : stage.losses()) {
            if (others.remove(loss)) {
                sum =
                        stage.plus(
                                sum,
                                others.isEmpty()
                                        ? stage.ofLast(Set.of(loss))
                                        : stage.of(Set.of(loss)));
            }
        }
        return sum;
    }

    @Override
    public void after(AfterStage stage) {
        boolean lastPass = stage.pass() == stage.modalities().size();
        if (!lastPass) {
            return;
        }
        last = stage.batch().examples().get(0);
        jointLoss = stage.losses().getOrDefault(ObjectiveStage.JOINT, 0.0);
        updates++;
        lookAtKeptExamples(stage);
        if (drifted || updates % PERIOD == 0) {
            drifted = false;
            NamedTensors live = stage.parameters().only(firstWeights::contains);
            NDList weights = live.list();
            stage.lists().addDifference(weights, firstWeights.list(), weights, 0.5);
            stage.forget(firstWeights.names());
        }
    }

    private void lookAtKeptExamples(AfterStage stage) {
        if (!stage.heldOut().isEmpty()) {
            try (EvaluationPass pass = stage.evaluateWithGraph(stage.heldOut())) {
                pass.crossEntropy(pass.jointLogits())
                        .ifPresent(loss -> stepAlong(pass.gradients(loss, true), stage));
            }
        }
        if (!stage.replay().isEmpty()) {
            try (EvaluationPass pass = stage.evaluate(stage.replay())) {
                pass.crossEntropy(pass.splitLogits(0), 0)
                        .ifPresent(loss -> replayLoss = HostValues.of(loss)[0]);
            }
        }
    }

    private static void stepAlong(NamedTensors gradients, AfterStage stage) {
        NamedTensors moved = stage.parameters().only(gradients::contains);
        try (GradMode off = GradMode.off()) {
            stage.lists().addScaled(moved.list(), gradients.list(), -1e-3);
        }
    }

    @Override
    public void onDrift(DriftSignal signal) {
        drifted = true;
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.of(
                "updates", (double) updates, "replayLoss", replayLoss, "jointLoss", jointLoss);
    }

    @Override
    public void writeState(MethodState state) {
        teacher.state().entries().forEach(e -> state.put("teacher." + e.getKey(), e.getValue()));
        firstWeights.entries().forEach(e -> state.put("first." + e.getKey(), e.getValue()));
        state.put("updates", updates);
        state.put("drifted", drifted);
        state.put("replayLoss", replayLoss);
        state.put("hasLast", last != null);
        if (last != null) {
            state.put("last", last);
        }
    }

    @Override
    public void readState(MethodState state) {
        NamedTensors known = new NamedTensors();
        teacher.state().names().forEach(name -> known.add(name, state.tensor("teacher." + name)));
        teacher.load(known);
        NDList saved = new NDList();
        firstWeights.names().forEach(name -> saved.add(state.tensor("first." + name)));
        context.lists().copy(firstWeights.list(), saved);
        updates = state.whole("updates");
        drifted = state.flag("drifted");
        replayLoss = state.number("replayLoss");
        if (state.flag("hasLast")) {
            last = state.example("last");
        }
    }

    @Override
    public void close() {
        if (teacher != null) {
            teacher.close();
        }
    }

    /** Makes {@code patchwork}. */
    public static final class Provider implements BalancingMethodProvider {
        @Override
        public String name() {
            return "patchwork";
        }

        @Override
        public String description() {
            return "A test's own method.";
        }

        @Override
        public SurveyStage stage() {
            return SurveyStage.OPTIMIZATION;
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.values());
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new PatchworkMethod();
        }
    }
}
