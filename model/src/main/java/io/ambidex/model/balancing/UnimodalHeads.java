/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear head of its own for every modality, {@code z_m = f_m U_m^T + c_m}: trained beside the
 * network, not used for predictions. Parameters {@code head_MODALITY.weight} (C, D_m) and {@code
 * head_MODALITY.bias} (C), begun uniformly in {@code +-1/sqrt(D_m)}; a prefix tells the heads of
 * several methods apart.
 */
public final class UnimodalHeads {

    private record Head(NDArray weight, NDArray bias) {}

    private final List<Head> heads = new ArrayList<>();

    private UnimodalHeads() {}

    /** Adds the heads' parameters to a learner. */
    public static UnimodalHeads add(MethodContext context) {
        return add(context, "");
    }

    /**
     * Adds the heads' parameters to a learner.
     *
     * @param prefix begins the name of every parameter
     */
    public static UnimodalHeads add(MethodContext context, String prefix) {
        MultimodalNetwork network = context.network();
        UnimodalHeads heads = new UnimodalHeads();
        int classes = network.spec().classes().size();
        for (String modality : network.spec().modalityNames()) {
            int width = network.featureWidth(modality);
            String name = prefix + "head_" + modality;
            heads.heads.add(
                    new Head(
                            parameter(context, name + ".weight", width, classes, width),
                            parameter(context, name + ".bias", width, classes)));
        }
        return heads;
    }

    private static NDArray parameter(MethodContext context, String name, int fanIn, long... shape) {
        Shape form = new Shape(shape);
        double bound = 1 / Math.sqrt(fanIn);
        StepRandom random = new StepRandom(context.options().seed(), 0);
        double[] values = new double[Math.toIntExact(form.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = bound * (2 * random.uniform(name, i) - 1);
        }
        NDArray doubles = context.manager().create(values, form);
        return context.addParameter(name, doubles.toType(context.network().dataType(), true));
    }

    /**
     * Unimodal logits (B, C) of the features as the encoder gave them, with graph. Rows where the
     * modality is missing mean nothing.
     */
    public NDArray logits(ObjectiveStage stage, int modality) {
        return logits(stage.encoded(modality), modality);
    }

    /** Unimodal logits (B, C) of other features (B, D_m) of the modality. */
    public NDArray logits(NDArray features, int modality) {
        Head head = heads.get(modality);
        return features.matMul(head.weight().transpose()).add(head.bias());
    }

    /**
     * Adds the cross-entropy of every head over the rows that have its modality, named {@link
     * ObjectiveStage#unimodal}.
     *
     * @param weights factor of each modality's loss
     */
    public void addLosses(ObjectiveStage stage, double[] weights) {
        for (int m = 0; m < heads.size(); m++) {
            String name = ObjectiveStage.unimodal(stage.modalities().get(m));
            double weight = weights[m];
            stage.crossEntropy(logits(stage, m), m)
                    .ifPresent(loss -> stage.add(name, loss, weight));
        }
    }

    /**
     * Sum over the labelled rows that have the modality of the label's probability. Reads from the
     * device.
     */
    public static double sumProbability(ObjectiveStage stage, NDArray logits, int modality) {
        double[] probabilities;
        try (GradMode off = GradMode.off()) {
            probabilities = HostValues.of(logits.softmax(1));
        }
        int[] labels = stage.batch().labels();
        int classes = probabilities.length / labels.length;
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0 && stage.batch().isPresent(i, modality)) {
                sum += probabilities[i * classes + labels[i]];
            }
        }
        return sum;
    }
}
