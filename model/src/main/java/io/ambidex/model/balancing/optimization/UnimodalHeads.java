/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.engine.GradMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear head of its own for every modality, {@code z_m = f_m U_m^T + c_m}: trained beside the
 * network, not used for predictions. Parameters {@code head_MODALITY.weight} (C, D_m) and {@code
 * head_MODALITY.bias} (C), begun uniformly in {@code +-1/sqrt(D_m)}.
 */
final class UnimodalHeads {
    static final String SPLIT = "split";
    static final String SEPARATE = "separate";

    private record Head(NDArray weight, NDArray bias) {}

    private final List<Head> heads = new ArrayList<>();

    private UnimodalHeads() {}

    /** Adds the heads' parameters to a learner. */
    static UnimodalHeads add(MethodContext context) {
        UnimodalHeads heads = new UnimodalHeads();
        int classes = context.network().spec().classes().size();
        for (String modality : context.network().spec().modalityNames()) {
            int width = context.network().featureWidth(modality);
            String name = "head_" + modality;
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

    /** Unimodal logits (B, C), with graph. */
    NDArray logits(ObjectiveStage stage, int modality) {
        Head head = heads.get(modality);
        return stage.features(modality).matMul(head.weight().transpose()).add(head.bias());
    }

    /**
     * Sum over the labelled rows that have the modality of the label's probability. Reads from the
     * device.
     */
    static double sumProbability(ObjectiveStage stage, NDArray logits, int modality) {
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
