/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The encoders of a network, with what they exchange: media of all modalities to features. */
final class EncoderBank implements AutoCloseable {

    private final NetworkSpec spec;
    private final DataType type;
    private final List<ModalityPath> paths = new ArrayList<>();
    private final GateExchange exchange;
    private final ScriptModule rows;

    EncoderBank(NetworkSpec spec, TensorFactory factory) {
        this.spec = spec;
        type = factory.type();
        Exchanges.Plan plan = Exchanges.plan(spec);
        for (ModalitySpec modality : spec.modalities()) {
            paths.add(new ModalityPath(modality, factory, plan.points()));
        }
        exchange = plan.points() == 0 ? null : new GateExchange(plan, factory);
        rows = ScriptModule.fromResource(factory.manager(), EncoderBank.class, "rows.py");
    }

    /** In the order of the specification. */
    List<ModalityPath> paths() {
        return paths;
    }

    /** What the features of every modality are made of. */
    List<TokenShape> tokenShapes() {
        return paths.stream().map(path -> path.encoder().tokens()).toList();
    }

    /** Trained tensors of the exchange; none without one. */
    NamedTensors exchangeParameters() {
        return exchange == null ? new NamedTensors() : exchange.parameters();
    }

    int index(String modality) {
        int index = spec.modalityNames().indexOf(modality);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "there is no modality '" + modality + "'; there are " + spec.modalityNames());
        }
        return index;
    }

    ModalityPath path(String modality) {
        return paths.get(index(modality));
    }

    /**
     * Features of every modality, (B, D_m) each; rows of absent clips are zero.
     *
     * @param training which encoders work in training mode
     * @param recorded which encoders are recorded for differentiation, where recording is on
     */
    NDList encode(
            NDManager owner,
            List<ModalityInput> inputs,
            IntPredicate training,
            IntPredicate recorded,
            GateControl control) {
        NDArray[] encoded = new NDArray[inputs.size()];
        if (exchange != null) {
            List<Encoder> encoders = paths.stream().map(ModalityPath::encoder).toList();
            encoded = exchange.encode(owner, encoders, inputs, training, recorded, control);
        } else {
            for (int m = 0; m < encoded.length; m++) {
                if (inputs.get(m).present() > 0) {
                    try (GradMode mode = recorded.test(m) ? null : GradMode.off()) {
                        encoded[m] =
                                paths.get(m)
                                        .encoder()
                                        .forward(owner, inputs.get(m).values(), training.test(m));
                    }
                }
            }
        }
        NDList features = new NDList();
        for (int m = 0; m < encoded.length; m++) {
            features.add(placed(owner, paths.get(m).encoder(), inputs.get(m), encoded[m]));
        }
        return features;
    }

    /** Features in their rows of the batch. */
    private NDArray placed(
            NDManager owner, Encoder encoder, ModalityInput input, NDArray features) {
        if (features != null && input.rows() == null) {
            return features;
        }
        NDArray zeros = owner.zeros(new Shape(input.batchSize(), encoder.featureWidth()), type);
        return features == null
                ? zeros
                : rows.callOne(owner, "place", zeros, input.rows(), features);
    }

    @Override
    public void close() {
        paths.forEach(ModalityPath::close);
        if (exchange != null) {
            exchange.close();
        }
        rows.close();
    }
}
