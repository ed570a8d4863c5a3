/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.learning.Sgd;
import io.ambidex.model.version.HostTensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pair of ResNet-18 that PyTorch wrote behaves here as it does there. Any such folder can be
 * given with {@code -Dambidex.network.dir=DIR}.
 */
class NetworkExchangeTest {

    private static final double FORWARD = 1e-4;
    private static final double BACKWARD = 1e-3;
    private static final double LEARNING_RATE = 0.01;
    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 1e-4;

    private PyTorchPair pair;
    private MultimodalNetwork network;

    @BeforeEach
    void open() throws Exception {
        String folder = System.getProperty("ambidex.network.dir");
        pair =
                new PyTorchPair(
                        folder != null
                                ? Path.of(folder)
                                : Path.of(getClass().getResource("/golden/network").toURI()));
        network = MultimodalNetwork.create(pair.spec(), 1, "cpu");
        try (StepScope scope = StepScope.open(network.manager())) {
            network.load(pair.weights(scope.manager()));
        }
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void tensorsHaveTheNamesAndTheOrderThatPyTorchHas() {
        assertThat(network.state().names()).containsExactlyElementsOf(pair.weights().keySet());
        network.state()
                .entries()
                .forEach(
                        entry ->
                                assertThat(HostTensor.of(entry.getValue()))
                                        .as(entry.getKey())
                                        .isEqualTo(pair.weights().get(entry.getKey())));
    }

    @Test
    void evaluationGivesTheSameFeaturesAndLogitsAndChangesNothing() {
        try (StepScope scope = StepScope.open(network.manager())) {
            NDList features = encode(scope.manager(), false);
            for (int m = 0; m < features.size(); m++) {
                String name = "eval.feature." + network.spec().modalityNames().get(m);
                assertClose(name, features.get(m), FORWARD);
            }
            assertClose("eval.logits", network.logits(features), FORWARD);
        }
        tensorsHaveTheNamesAndTheOrderThatPyTorchHas();
    }

    @Test
    void twoStepsOfTrainingGiveTheSameGradientsStatisticsAndParameters() {
        try (Autograd autograd = new Autograd(network.manager());
                Sgd sgd = new Sgd(network.manager(), MOMENTUM, WEIGHT_DECAY)) {
            for (int step = 1; step <= 2; step++) {
                try (StepScope scope = StepScope.open(network.manager())) {
                    sgd.update(
                            network.parameters(),
                            gradients("step" + step, autograd, scope.manager()),
                            LEARNING_RATE);
                }
            }
        }
        assertThat(pair.expectedUnder("after2."))
                .containsExactlyInAnyOrderElementsOf(network.state().names());
        for (Map.Entry<String, NDArray> entry : network.state().entries()) {
            assertClose("after2." + entry.getKey(), entry.getValue(), BACKWARD);
        }
    }

    private NamedTensors gradients(String step, Autograd autograd, NDManager manager) {
        try (GradMode on = GradMode.on()) {
            NDList features = encode(manager, true);
            NDArray logits = network.logits(features);
            NDArray labels = pair.batch(manager, "label");
            // Divided before it meets the graph, whose backward pass would read the freed divisor.
            NDArray chosen = labels.oneHot(network.spec().classes().size()).div(-labels.size());
            NDArray loss = logits.logSoftmax(1).mul(chosen).sum();
            assertClose(step + ".logits", logits, FORWARD);
            assertClose(step + ".loss", loss, FORWARD);
            NDList split = network.splitLogits(features);
            for (int m = 0; m < features.size(); m++) {
                String name = step + ".split_logits." + network.spec().modalityNames().get(m);
                assertClose(name, split.get(m), FORWARD);
            }
            NamedTensors gradients = autograd.gradients(loss, network.parameters(), false);
            if (step.equals("step1")) {
                assertThat(gradients.names())
                        .containsExactlyInAnyOrderElementsOf(pair.expectedUnder("step1.grad."));
                gradients
                        .entries()
                        .forEach(
                                g ->
                                        assertClose(
                                                "step1.grad." + g.getKey(),
                                                g.getValue(),
                                                BACKWARD));
            }
            return gradients;
        }
    }

    private NDList encode(NDManager manager, boolean training) {
        NDList features = new NDList();
        for (String modality : network.spec().modalityNames()) {
            ModalityInput input = ModalityInput.complete(pair.batch(manager, modality));
            features.add(network.encode(manager, modality, input, training));
        }
        return features;
    }

    /** Compares relative to the largest value of the tensor; counts must be equal. */
    private void assertClose(String name, NDArray actual, double tolerance) {
        HostTensor expected = pair.expected(name);
        if (expected.type() == HostTensor.TensorType.I64) {
            assertThat(HostTensor.of(actual)).as(name).isEqualTo(expected);
            return;
        }
        float[] values = actual.toFloatArray();
        float[] wanted = new float[(int) expected.size()];
        expected.data().asFloatBuffer().get(wanted);
        assertThat(values).as(name).hasSameSizeAs(wanted);
        double largest = 1e-12;
        for (float value : wanted) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < wanted.length; i++) {
            assertThat((double) values[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(wanted[i], within(tolerance * largest));
        }
    }
}
