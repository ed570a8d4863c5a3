/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.monitoring.SplitScores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The half of a pass that is not recorded: gradients are inspected and changed, the weights move.
 * Norms are kept up to date without reading them again as long as gradients are only scaled.
 */
final class UpdatePass extends StepView implements OptimizationStage, AfterStage {
    private final ForwardPass forward;
    private final int passIndex;
    private final NamedTensors gradients;
    private final Map<String, Double> losses;
    private final List<NamedTensors> byModality = new ArrayList<>();
    private final double[] squaredNorms;
    private final Map<String, Double> norms = new LinkedHashMap<>();
    private final Double[] coefficients;
    private final Boolean[] windows;

    /**
     * @param losses value of every loss, before weighting
     * @param gradientNorms Euclidean norm per gradient, in their order
     */
    UpdatePass(
            StepEnvironment step,
            ForwardPass forward,
            int passIndex,
            NamedTensors gradients,
            Map<String, Double> losses,
            double[] gradientNorms) {
        super(step, forward.batch());
        this.forward = forward;
        this.passIndex = passIndex;
        this.gradients = gradients;
        this.losses = losses;
        int i = 0;
        for (String name : gradients.names()) {
            norms.put(name, gradientNorms[i++]);
        }
        int modalities = modalities().size();
        coefficients = new Double[modalities];
        windows = new Boolean[modalities];
        squaredNorms = new double[modalities];
        for (int m = 0; m < modalities; m++) {
            NamedTensors encoder = network().encoderParameters(modalities().get(m));
            byModality.add(gradients.only(encoder::contains));
            squaredNorms[m] = squaredNormNow(m);
        }
    }

    boolean isFinite() {
        return norms.values().stream().allMatch(Double::isFinite);
    }

    void update() {
        step.optimizer().update(step.parameters(), gradients, step.learningRate());
    }

    Double coefficient(int modality) {
        return coefficients[modality];
    }

    Boolean primeLearningWindow(int modality) {
        return windows[modality];
    }

    boolean trains(int modality) {
        return !byModality.get(modality).isEmpty();
    }

    /** Squared norm of the modality's gradients as they are now. */
    double squaredNormNow(int modality) {
        double sum = 0;
        for (String name : byModality.get(modality).names()) {
            sum += norms.get(name) * norms.get(name);
        }
        return sum;
    }

    @Override
    public NamedTensors gradients() {
        return gradients;
    }

    @Override
    public NamedTensors gradients(int modality) {
        return byModality.get(modality);
    }

    @Override
    public double squaredNorm(int modality) {
        return squaredNorms[modality];
    }

    @Override
    public void scale(int modality, double factor, Predicate<NDArray> which) {
        NDList chosen = new NDList();
        for (Map.Entry<String, NDArray> entry : byModality.get(modality).entries()) {
            if (which.test(entry.getValue())) {
                chosen.add(entry.getValue());
                norms.computeIfPresent(entry.getKey(), (name, norm) -> norm * Math.abs(factor));
            }
        }
        step.lists().scale(chosen, factor);
    }

    @Override
    public void changed(int modality) {
        NamedTensors some = byModality.get(modality);
        double[] now = step.lists().norms(some.list());
        int i = 0;
        for (String name : some.names()) {
            norms.put(name, now[i++]);
        }
    }

    @Override
    public NamedTensors parameters() {
        return step.parameters();
    }

    @Override
    public NDArray features(int modality) {
        return forward.encoded(modality);
    }

    @Override
    public Map<String, Double> losses() {
        return losses;
    }

    @Override
    public SplitScores scores() {
        return forward.scores();
    }

    @Override
    public TensorLists lists() {
        return step.lists();
    }

    @Override
    public String optimizer() {
        return step.optimizerName();
    }

    @Override
    public double learningRate() {
        return step.learningRate();
    }

    @Override
    public void reportCoefficient(int modality, double coefficient) {
        coefficients[modality] = coefficient;
    }

    @Override
    public void reportPrimeLearningWindow(int modality, boolean open) {
        windows[modality] = open;
    }

    @Override
    public void forget(Collection<String> parameters) {
        step.optimizer().forget(parameters);
    }

    @Override
    public int pass() {
        return passIndex;
    }
}
