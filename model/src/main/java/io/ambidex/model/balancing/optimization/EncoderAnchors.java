/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.engine.NamedTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A copy of every encoder's trainable parameters, towards which encoders can be pulled. */
final class EncoderAnchors {
    private final List<NamedTensors> parameters = new ArrayList<>();
    private final List<NamedTensors> anchors = new ArrayList<>();

    /** Copies the parameters as they are. */
    EncoderAnchors(MethodContext context) {
        for (String modality : context.network().spec().modalityNames()) {
            NamedTensors live = context.network().encoderParameters(modality);
            NamedTensors copies = new NamedTensors();
            for (Map.Entry<String, NDArray> entry : live.entries()) {
                NDArray copy = entry.getValue().duplicate();
                copy.setRequiresGradient(false);
                copy.attach(context.manager());
                copies.add(entry.getKey(), copy);
            }
            parameters.add(live);
            anchors.add(copies);
        }
    }

    /** Moves the anchors to the parameters as they are now. */
    void move(TensorLists lists) {
        for (int m = 0; m < anchors.size(); m++) {
            lists.copy(anchors.get(m).list(), parameters.get(m).list());
        }
    }

    /** {@code g <- g + strength (w - anchor)} for those parameters that have a gradient. */
    void pullGradients(TensorLists lists, int modality, NamedTensors gradients, double strength) {
        lists.addDifference(
                gradients.list(),
                parameters.get(modality).only(gradients::contains).list(),
                anchors.get(modality).only(gradients::contains).list(),
                strength);
    }

    /**
     * {@code w <- w - share (w - anchor)}: the pull apart from the gradient, for adaptive
     * optimizers.
     */
    void pullParameters(TensorLists lists, int modality, double share) {
        NDList live = parameters.get(modality).list();
        lists.addDifference(live, live, anchors.get(modality).list(), -share);
    }

    void writeState(MethodState state) {
        for (NamedTensors copies : anchors) {
            copies.entries().forEach(entry -> state.put(entry.getKey(), entry.getValue()));
        }
    }

    void readState(MethodState state, TensorLists lists) {
        for (NamedTensors copies : anchors) {
            NDList saved = new NDList();
            copies.names().forEach(name -> saved.add(state.tensor(name)));
            lists.copy(copies.list(), saved);
        }
    }
}
