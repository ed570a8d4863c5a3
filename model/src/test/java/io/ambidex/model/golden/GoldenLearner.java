/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.version.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The real learner, begun with a file's parameters, with a recorder around its method. */
final class GoldenLearner implements AutoCloseable {
    final MethodRecorder recorder;
    private final Learner learner;
    private final GoldenNetwork network;
    private final Precision precision;

    /** SGD as the file has it. */
    record Sgd(double learningRate, double momentum, double weightDecay) {
        /** Described by {@code lr} and {@code momentum}, without weight decay. */
        static Sgd of(JsonNode optimizer) {
            return new Sgd(optimizer.get("lr").asDouble(), optimizer.get("momentum").asDouble(), 0);
        }

        /** Described among the hyperparameters; what is not there is 0. */
        static Sgd ofHyper(JsonNode hyper) {
            return new Sgd(
                    hyper.get("lr").asDouble(),
                    hyper.path("momentum").asDouble(),
                    hyper.path("weight_decay").asDouble());
        }
    }

    /** Compares what one step gave with what a file expects of it. */
    interface StepCheck {
        void check(
                GoldenLearner learner,
                StepReport report,
                JsonNode expected,
                Precision precision,
                String place);
    }

    GoldenLearner(GoldenNetwork network, BalancingMethod method, Sgd sgd, Precision precision) {
        this(network, method, Map.of(), sgd, precision);
    }

    /**
     * @param ownParameters first values of parameters that the method adds
     */
    GoldenLearner(
            GoldenNetwork network,
            BalancingMethod method,
            Map<String, GoldenTensor> ownParameters,
            Sgd sgd,
            Precision precision) {
        this.network = network;
        this.precision = precision;
        recorder = new MethodRecorder(method, ownParameters, precision);
        LearnerOptions options =
                LearnerOptions.builder()
                        .learningRate(sgd.learningRate())
                        .momentum(sgd.momentum())
                        .weightDecay(sgd.weightDecay())
                        .precision(precision.option)
                        .build();
        Map<String, HostTensor> initial = new LinkedHashMap<>();
        network.initial().forEach((name, values) -> initial.put(name, precision.tensor(values)));
        learner = Learner.create(network.spec(), options, initial, recorder);
    }

    Learner learner() {
        return learner;
    }

    StepReport step(MiniBatch batch) {
        return learner.step(batch);
    }

    /** Takes the steps of a case with their inputs and labels, and compares each. */
    void takeSteps(JsonNode steps, StepCheck check) {
        takeSteps(steps, step -> network.batch(step.get("inputs"), step.get("labels")), check);
    }

    /**
     * Takes the steps of a case, and compares each.
     *
     * @param batch the mini-batch of a step of the file
     */
    void takeSteps(JsonNode steps, Function<JsonNode, MiniBatch> batch, StepCheck check) {
        for (JsonNode step : steps) {
            StepReport report = learner.step(batch.apply(step));
            precision.eachExpected(
                    step.get("expected"),
                    expected ->
                            check.check(
                                    this, report, expected, precision, "step " + step.get("t")));
        }
    }

    /**
     * Compares parameters or gradients; null in the file means that the parameter takes no part.
     */
    void check(String what, Map<String, double[]> actual, Map<String, GoldenTensor> expected) {
        expected.forEach(
                (name, values) -> {
                    String own = network.ours().getOrDefault(name, name);
                    double[] ours = actual.get(own);
                    String place = what + " " + name;
                    if (values == null || ours == null) {
                        if (values != null || ours != null) {
                            throw new AssertionError(
                                    place + ": takes part in one of file and learner only");
                        }
                    } else {
                        precision.check(place, ours, values.data());
                    }
                });
    }

    /** Compares {@code grads} and {@code params_after} of a step, as far as the file has them. */
    void checkUpdate(String place, JsonNode expected) {
        if (expected.has("grads")) {
            check(
                    place + " gradient",
                    recorder.finalGradients,
                    GoldenTensor.named(expected.get("grads")));
        }
        if (expected.has("params_after")) {
            check(
                    place + " parameter",
                    recorder.parametersAfter,
                    GoldenTensor.named(expected.get("params_after")));
        }
    }

    @Override
    public void close() {
        learner.close();
    }
}
