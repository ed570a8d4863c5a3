/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear head per modality on its first token, which is its class token, without a gradient into
 * the network: what the modality knows by itself. Parameters {@code probe_MODALITY.weight} (C, d_m)
 * and {@code probe_MODALITY.bias} (C); losses {@code probe.MODALITY}.
 */
final class ClassTokenProbes {
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();

    ClassTokenProbes(MethodContext context) {
        MultimodalNetwork network = context.network();
        int classes = network.spec().classes().size();
        for (String modality : network.spec().modalityNames()) {
            int width = network.tokens(modality).width();
            String name = "probe_" + modality;
            weights.add(parameter(context, name + ".weight", width, classes, width));
            biases.add(parameter(context, name + ".bias", width, classes));
        }
    }

    private static NDArray parameter(MethodContext context, String name, int fanIn, long... shape) {
        Shape form = new Shape(shape);
        StepRandom random = new StepRandom(context.options().seed(), 0);
        double[] values = new double[Math.toIntExact(form.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (2 * random.uniform(name, i) - 1) / Math.sqrt(fanIn);
        }
        NDArray doubles = context.manager().create(values, form);
        return context.addParameter(name, doubles.toType(context.network().dataType(), true));
    }

    /** Adds the cross-entropy of every head over the rows that have its modality. */
    void addLosses(ObjectiveStage stage) {
        for (int m = 0; m < weights.size(); m++) {
            long width = weights.get(m).getShape().get(1);
            NDArray token =
                    stage.encoded(m)
                            .stopGradient()
                            .get(new NDIndex().addAllDim().addSliceDim(0, width));
            NDArray logits = token.matMul(weights.get(m).transpose()).add(biases.get(m));
            String name = "probe." + stage.modalities().get(m);
            stage.crossEntropy(logits, m).ifPresent(loss -> stage.add(name, loss, 1));
        }
    }
}
