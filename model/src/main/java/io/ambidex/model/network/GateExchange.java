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
import io.ambidex.model.network.layer.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Encoders that exchange gates: at every point the maps u_m (P T, C_m, …) of all modalities are
 * averaged over frames and space and squeezed into one common vector, from which every channel gets
 * a gate in (0, 1). The multi-modal transfer module, arXiv 1911.08670, without its factor 2, as in
 * the released code of arXiv 2202.05306.
 *
 * <pre>
 * s      = [mean u_1 … mean u_M]          (B, sum of C_m), zeros for an absent clip
 * e      = relu(W s + b)                  (B, H)
 * gate_m = sigmoid(W_m e + b_m)           (B, C_m)
 * u_m    = u_m gate_m                     the same for all frames and positions
 * </pre>
 *
 * Features without height and width are their own average.
 */
final class GateExchange implements AutoCloseable {

    private final ScriptModule kernel;
    private final Exchanges.Plan plan;
    private final DataType type;
    private final List<NDList> tensors = new ArrayList<>();
    private final NamedTensors parameters = new NamedTensors();

    GateExchange(Exchanges.Plan plan, TensorFactory factory) {
        this.plan = plan;
        type = factory.type();
        kernel = ScriptModule.fromResource(factory.manager(), GateExchange.class, "gates.py");
        for (List<TensorSpec> specs : plan.tensors()) {
            NDList point = new NDList();
            for (TensorSpec spec : specs) {
                NDArray tensor = factory.create(spec.name(), spec);
                parameters.add(spec.name(), tensor);
                point.add(tensor);
            }
            tensors.add(point);
        }
    }

    NamedTensors parameters() {
        return parameters;
    }

    /**
     * Features (P, D_m) of the clips that have a modality; null for a modality without clips.
     *
     * @param training which encoders work in training mode
     * @param recorded which encoders are recorded for differentiation, where recording is on; gates
     *     always are
     */
    NDArray[] encode(
            NDManager owner,
            List<Encoder> encoders,
            List<ModalityInput> inputs,
            IntPredicate training,
            IntPredicate recorded,
            GateControl control) {
        NDArray[] maps = new NDArray[inputs.size()];
        for (int m = 0; m < maps.length; m++) {
            maps[m] = inputs.get(m).values();
        }
        for (int segment = 0; segment <= plan.points(); segment++) {
            for (int m = 0; m < maps.length; m++) {
                if (maps[m] != null) {
                    try (GradMode mode = recorded.test(m) ? null : GradMode.off()) {
                        maps[m] =
                                encoders.get(m).segment(segment, owner, maps[m], training.test(m));
                    }
                }
            }
            if (segment < plan.points()) {
                exchange(owner, segment, maps, inputs, control);
            }
        }
        return maps;
    }

    private void exchange(
            NDManager owner,
            int point,
            NDArray[] maps,
            List<ModalityInput> inputs,
            GateControl control) {
        NDList averages = new NDList();
        for (int m = 0; m < maps.length; m++) {
            averages.add(average(owner, point, m, maps[m], inputs.get(m)));
        }
        NDList gates =
                control.gates(point, kernel.call(owner, "gates", averages, tensors.get(point)));
        for (int m = 0; m < maps.length; m++) {
            if (maps[m] != null) {
                NDArray rows = inputs.get(m).rows();
                NDArray gate =
                        rows == null
                                ? gates.get(m)
                                : kernel.callOne(owner, "rows", gates.get(m), rows);
                maps[m] = kernel.callOne(owner, "apply", maps[m], gate);
            }
        }
    }

    /** (B, C_m). */
    private NDArray average(
            NDManager owner, int point, int modality, NDArray map, ModalityInput input) {
        int channels = plan.channels().get(point).get(modality);
        NDArray zeros = owner.zeros(new Shape(input.batchSize(), channels), type);
        if (map == null) {
            return zeros;
        }
        NDArray present =
                input.rows() == null
                        ? zeros
                        : owner.zeros(new Shape(input.present(), channels), type);
        NDArray average = kernel.callOne(owner, "average", map, present);
        return input.rows() == null
                ? average
                : kernel.callOne(owner, "place", zeros, input.rows(), average);
    }

    @Override
    public void close() {
        parameters.values().forEach(NDArray::close);
        kernel.close();
    }
}
