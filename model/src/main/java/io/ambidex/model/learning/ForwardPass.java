/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.Pass;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.monitoring.SplitScores;
import io.ambidex.model.network.AttentionReading;
import io.ambidex.model.network.ModalityInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The recorded half of a pass: encoders, features, losses. */
final class ForwardPass extends StepView implements ObjectiveStage {
    private final NDManager manager;
    private final int index;
    private final BatchRows rows;
    private final NDArray labels;
    private final NDArray presence;
    private final List<ModalityInput> inputs = new ArrayList<>();
    private final boolean[] runs;
    private final NDArray[] encoded;
    private final NDArray[] features;
    private NDList split;
    private final Losses losses = new Losses();
    private NDArray joint;
    private boolean jointDropped;
    private boolean featuresReplaced;
    private NDArray scoreTensor;
    private StepScores scores;
    private Optional<AttentionReading> attention;

    /**
     * @param index number of the pass within the step
     * @param method asked about what the encoders exchange
     */
    ForwardPass(
            StepEnvironment step,
            MiniBatch batch,
            Pass pass,
            int index,
            BalancingMethod method,
            NDManager manager) {
        super(step, batch);
        this.manager = manager;
        this.index = index;
        rows = new BatchRows(batch);
        labels = manager.create(rows.labelIndices());
        presence = network().presence(manager, batch.size(), batch::isPresent);
        runs = new boolean[batch.modalities()];
        for (int m = 0; m < runs.length; m++) {
            runs[m] = pass.trains(modalities().get(m)) || pass.runsOthers() || index == 0;
            inputs.add(runs[m] ? prepare(m) : ModalityInput.absent(batch.size()));
        }
        encoded = encode(pass, method).toArray(new NDArray[0]);
        features = encoded.clone();
    }

    private ModalityInput prepare(int modality) {
        return network().prepare(manager, modalities().get(modality), batch.media(modality));
    }

    private NDList encode(Pass pass, BalancingMethod method) {
        try (GradMode on = GradMode.on()) {
            return network()
                    .encode(
                            manager,
                            inputs,
                            m -> pass.trains(modalities().get(m)),
                            (point, gates) -> {
                                ExchangePass stage =
                                        new ExchangePass(step, batch, index, point, manager, gates);
                                method.exchange(stage);
                                return stage.chosen();
                            });
        }
    }

    /** Adds the joint loss unless a method dropped it; call it last. */
    void finishObjective() {
        if (!jointDropped) {
            crossEntropy(jointLogits()).ifPresent(loss -> losses.addFirst(JOINT, loss));
        }
    }

    /** Where an attention fusion looks, at the features as encoded; read once per pass. */
    @Override
    public Optional<AttentionReading> attention() {
        if (attention == null) {
            attention = network().attention(new NDList(encoded), presence);
        }
        return attention;
    }

    Losses losses() {
        return losses;
    }

    /** Scores of the features as encoded, on the device; shape (B, 2 + 2 M). */
    NDArray scoreTensor() {
        if (scoreTensor == null) {
            try (GradMode off = GradMode.off()) {
                NDList plain = new NDList(encoded);
                NDList plainSplit = split != null ? split : network().splitLogits(plain);
                NDArray plainJoint =
                        !featuresReplaced && joint != null
                                ? joint
                                : network().logits(plain, presence);
                scoreTensor = step.kernel().scores(manager, plainJoint, plainSplit, labels);
            }
        }
        return scoreTensor;
    }

    StepScores stepScores() {
        if (scores == null) {
            scores = StepScores.of(HostValues.of(scoreTensor()), batch);
        }
        return scores;
    }

    /** Takes over scores that were read together with other values. */
    void scoresRead(double[] values) {
        if (scores == null) {
            scores = StepScores.of(values, batch);
        }
    }

    @Override
    public SplitScores scores() {
        return stepScores().split();
    }

    @Override
    public int pass() {
        return index;
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public ModalityInput input(int modality) {
        return inputs.get(modality);
    }

    @Override
    public NDArray features(int modality) {
        return features[modality];
    }

    @Override
    public NDArray encoded(int modality) {
        return encoded[modality];
    }

    @Override
    public void replaceFeatures(int modality, NDArray others) {
        if (!others.getShape().equals(encoded[modality].getShape())) {
            throw new IllegalArgumentException(
                    "features of '%s' must have shape %s, not %s"
                            .formatted(
                                    modalities().get(modality),
                                    encoded[modality].getShape(),
                                    others.getShape()));
        }
        features[modality] = others;
        featuresReplaced = true;
        joint = null;
    }

    @Override
    public void weightRows(double[] weights) {
        rows.multiply(weights);
    }

    @Override
    public NDArray tensor(double[] values, long... shape) {
        NDArray doubles = manager.create(values, new Shape(shape));
        return network().dataType() == DataType.FLOAT64
                ? doubles
                : doubles.toType(network().dataType(), false);
    }

    @Override
    public NDArray jointLogits() {
        if (joint == null) {
            joint = network().logits(new NDList(features), presence);
        }
        return joint;
    }

    @Override
    public NDArray splitLogits(int modality) {
        if (split == null) {
            split = network().splitLogits(new NDList(encoded));
        }
        return split.get(modality);
    }

    @Override
    public Optional<NDArray> crossEntropy(NDArray logits) {
        return crossEntropy(logits, rows.weights());
    }

    @Override
    public Optional<NDArray> crossEntropy(NDArray logits, int modality) {
        return crossEntropy(logits, rowWeights(modality));
    }

    @Override
    public double[] rowWeights() {
        return rows.weights();
    }

    @Override
    public double[] rowWeights(int modality) {
        return runs[modality] ? rows.weights(modality) : new double[batch.size()];
    }

    @Override
    public Optional<NDArray> crossEntropy(NDArray logits, double[] weights) {
        if (Arrays.stream(weights).sum() == 0) {
            return Optional.empty();
        }
        if (Arrays.stream(weights).allMatch(weight -> weight == 1)) {
            return Optional.of(step.kernel().crossEntropy(manager, logits, labels));
        }
        NDArray rowWeights = tensor(weights, weights.length);
        return Optional.of(step.kernel().crossEntropy(manager, logits, labels, rowWeights));
    }

    @Override
    public void add(String name, NDArray loss, double weight) {
        losses.add(name, loss, weight);
    }

    @Override
    public void dropJoint() {
        jointDropped = true;
    }
}
