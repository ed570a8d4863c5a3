/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.Sgd;
import io.ambidex.model.network.ModalityInput;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.List;

/**
 * A training step with nothing around it: forward, cross-entropy, backward, SGD, loss read back.
 */
final class PlainStep implements AutoCloseable {
    private static final String CROSS_ENTROPY =
            """
            class Kernel(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def loss(self: __torch__.Kernel, logits: Tensor, labels: Tensor) -> Tensor:
                return torch.cross_entropy_loss(logits, labels)
            """;

    private final MultimodalNetwork network;
    private final ScriptModule crossEntropy;
    private final Autograd autograd;
    private final Sgd optimizer;
    private final double learningRate;
    private final MiniBatch batch;
    private final long[] labels;

    PlainStep(BenchmarkPair pair) {
        LearnerOptions options = pair.options("joint", java.util.Map.of());
        network = MultimodalNetwork.create(pair.network(), options.seed(), options.device());
        crossEntropy = ScriptModule.fromText(network.manager(), CROSS_ENTROPY);
        autograd = new Autograd(network.manager());
        optimizer = new Sgd(network.manager(), options.momentum(), options.weightDecay());
        learningRate = options.learningRate();
        batch = pair.batch();
        labels = java.util.Arrays.stream(batch.labels()).asLongStream().toArray();
    }

    float run() {
        try (StepScope scope = StepScope.open(network.manager())) {
            NDArray loss;
            NamedTensors gradients;
            try (GradMode on = GradMode.on()) {
                NDList features = new NDList();
                List<String> modalities = network.spec().modalityNames();
                for (int m = 0; m < modalities.size(); m++) {
                    int modality = m;
                    List<byte[]> media =
                            batch.examples().stream().map(e -> e.media().get(modality)).toList();
                    ModalityInput input =
                            network.prepare(scope.manager(), modalities.get(m), media);
                    features.add(network.encode(scope.manager(), modalities.get(m), input, true));
                }
                loss =
                        crossEntropy.callOne(
                                scope.manager(),
                                "loss",
                                network.logits(features),
                                scope.manager().create(labels));
                gradients = autograd.gradients(loss, network.parameters(), false);
            }
            optimizer.update(network.parameters(), gradients, learningRate);
            return loss.getFloat();
        }
    }

    @Override
    public void close() {
        optimizer.close();
        autograd.close();
        crossEntropy.close();
        network.close();
    }
}
