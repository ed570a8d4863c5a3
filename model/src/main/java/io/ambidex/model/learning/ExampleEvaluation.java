/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@link EvaluationPass} with the network of a step. */
final class ExampleEvaluation implements EvaluationPass {
    /** Examples that are encoded at once when there is no graph. */
    private static final int CHUNK = 64;

    private final StepEnvironment step;
    private final MiniBatch batch;
    private final boolean withGraph;
    private final StepScope scope;
    private final GradMode mode;
    private final BatchRows rows;
    private final NDList features = new NDList();
    private NDArray labels;
    private NDArray joint;
    private NDList split;

    ExampleEvaluation(StepEnvironment step, List<MiniBatch.Example> examples, boolean withGraph) {
        this.step = step;
        this.withGraph = withGraph;
        batch = MiniBatch.of(step.network().spec().modalities().size(), examples);
        if (batch.size() == 0) {
            throw new IllegalArgumentException("there are no examples to evaluate");
        }
        rows = new BatchRows(batch);
        scope = StepScope.open(step.network().manager());
        mode = withGraph ? GradMode.on() : GradMode.off();
        try {
            features.addAll(withGraph ? encode(scope.manager(), batch) : encodeInChunks());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private NDList encode(NDManager manager, MiniBatch some) {
        return step.network().features(manager, some::media);
    }

    private NDList encodeInChunks() {
        List<NDList> chunks = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += CHUNK) {
            int to = Math.min(batch.size(), from + CHUNK);
            MiniBatch some = MiniBatch.of(batch.modalities(), batch.examples().subList(from, to));
            try (StepScope inner = StepScope.open(scope.manager())) {
                chunks.add(inner.keep(encode(inner.manager(), some), scope.manager()));
            }
        }
        if (chunks.size() == 1) {
            return chunks.get(0);
        }
        NDList whole = new NDList();
        for (int m = 0; m < batch.modalities(); m++) {
            NDList parts = new NDList();
            for (NDList chunk : chunks) {
                parts.add(chunk.get(m));
            }
            whole.add(NDArrays.concat(parts, 0));
        }
        return whole;
    }

    @Override
    public MiniBatch batch() {
        return batch;
    }

    @Override
    public NDManager manager() {
        return scope.manager();
    }

    @Override
    public NDArray features(int modality) {
        return features.get(modality);
    }

    @Override
    public NDArray jointLogits() {
        if (joint == null) {
            NDArray presence = step.network().presence(manager(), batch.size(), batch::isPresent);
            joint = step.network().logits(features, presence);
        }
        return joint;
    }

    @Override
    public NDArray coalitionLogits(int coalition) {
        NDList members = new NDList();
        for (int m = 0; m < features.size(); m++) {
            NDArray own = features.get(m);
            members.add((coalition >> m & 1) == 1 ? own : own.zerosLike());
        }
        NDArray presence =
                step.network()
                        .presence(
                                manager(),
                                batch.size(),
                                (row, m) -> (coalition >> m & 1) == 1 && batch.isPresent(row, m));
        return step.network().logits(members, presence);
    }

    @Override
    public NDArray splitLogits(int modality) {
        if (split == null) {
            split = step.network().splitLogits(features);
        }
        return split.get(modality);
    }

    @Override
    public Optional<NDArray> crossEntropy(NDArray logits) {
        return crossEntropy(logits, rows.weights());
    }

    @Override
    public Optional<NDArray> crossEntropy(NDArray logits, int modality) {
        return crossEntropy(logits, rows.weights(modality));
    }

    private Optional<NDArray> crossEntropy(NDArray logits, double[] weights) {
        if (Arrays.stream(weights).sum() == 0) {
            return Optional.empty();
        }
        if (labels == null) {
            labels = manager().create(rows.labelIndices());
        }
        NDArray doubles = manager().create(weights);
        NDArray rowWeights =
                step.network().dataType() == DataType.FLOAT64
                        ? doubles
                        : doubles.toType(step.network().dataType(), false);
        return Optional.of(step.kernel().crossEntropy(manager(), logits, labels, rowWeights));
    }

    @Override
    public NamedTensors gradients(NDArray loss, boolean last) {
        if (!withGraph) {
            throw new IllegalStateException("the pass was opened without a graph");
        }
        return step.autograd().gradients(loss, step.parameters(), !last);
    }

    @Override
    public NDArray keep(NDArray array, NDManager owner) {
        return scope.keep(array, owner);
    }

    @Override
    public void close() {
        mode.close();
        scope.close();
    }
}
