/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.monitoring.FisherTrace;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exact Fisher traces: one backward pass per example and class, in evaluation mode. For a few dozen
 * examples.
 */
final class FisherProbe {
    private final LearnerCore core;
    private final MultimodalNetwork network;
    private final List<String> modalities;

    FisherProbe(LearnerCore core) {
        this.core = core;
        network = core.network;
        modalities = network.spec().modalityNames();
    }

    Map<String, FisherTrace> traces(MiniBatch batch) {
        int classes = network.spec().classes().size();
        double[] batchGradient = batchGradient(batch);
        double[][] perExample = new double[modalities.size()][batch.size()];
        double[] model = new double[modalities.size()];
        for (int i = 0; i < batch.size(); i++) {
            MiniBatch.Example example = batch.examples().get(i);
            MiniBatch one = MiniBatch.of(batch.modalities(), List.of(example));
            double[][] norms = new double[classes][];
            double[] probabilities = perClass(one, norms);
            for (int m = 0; m < modalities.size(); m++) {
                perExample[m][i] = norms[example.label()][m];
                for (int c = 0; c < classes; c++) {
                    model[m] += probabilities[c] * norms[c][m] / batch.size();
                }
            }
        }
        Map<String, FisherTrace> traces = new LinkedHashMap<>();
        for (int m = 0; m < modalities.size(); m++) {
            traces.put(
                    modalities.get(m), new FisherTrace(batchGradient[m], perExample[m], model[m]));
        }
        return traces;
    }

    private double[] batchGradient(MiniBatch batch) {
        try (StepScope scope = StepScope.open(network.manager());
                GradMode on = GradMode.on()) {
            NDArray logits = logits(scope.manager(), batch);
            long[] labels = new BatchRows(batch).labelIndices();
            NDArray target = scope.manager().create(labels);
            NDArray loss = core.kernel.crossEntropy(scope.manager(), logits, target);
            return squaredNorms(core.autograd.gradients(loss, network.parameters(), false));
        }
    }

    /**
     * Squared norms for every class as the label, [class][modality]; returns the probabilities of
     * the classes.
     */
    private double[] perClass(MiniBatch one, double[][] norms) {
        try (StepScope scope = StepScope.open(network.manager());
                GradMode on = GradMode.on()) {
            NDArray logits = logits(scope.manager(), one);
            for (int c = 0; c < norms.length; c++) {
                NDArray target = scope.manager().create(new long[] {c});
                NDArray loss = core.kernel.crossEntropy(scope.manager(), logits, target);
                norms[c] = squaredNorms(core.autograd.gradients(loss, network.parameters(), true));
            }
            return HostValues.of(logits.softmax(1));
        }
    }

    private NDArray logits(NDManager manager, MiniBatch batch) {
        return network.logits(
                network.features(manager, batch::media),
                network.presence(manager, batch.size(), batch::isPresent));
    }

    private double[] squaredNorms(NamedTensors gradients) {
        double[] squared = new double[modalities.size()];
        for (int m = 0; m < squared.length; m++) {
            NamedTensors encoder = network.encoderParameters(modalities.get(m));
            for (double norm : core.lists.norms(gradients.only(encoder::contains).list())) {
                squared[m] += norm * norm;
            }
        }
        return squared;
    }
}
