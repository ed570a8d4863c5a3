/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import java.util.Map;
import java.util.function.Predicate;

/** The tensors of a network under their full names, by what becomes of them. */
final class NetworkTensors {

    private final NamedTensors shared = new NamedTensors();
    private final NamedTensors parameters = new NamedTensors();
    private final NamedTensors buffers = new NamedTensors();
    private final NamedTensors state = new NamedTensors();
    private final NamedTensors carried = new NamedTensors();

    /**
     * @param frozen whether encoders and exchange are: then they are no parameters and no buffers
     */
    NetworkTensors(EncoderBank encoders, Fusion fusion, boolean frozen) {
        for (ModalityPath path : encoders.paths()) {
            String prefix = path.spec().tensorPrefix();
            NamedTensors trained = path.encoder().parameters();
            for (Map.Entry<String, NDArray> entry : path.encoder().state().entries()) {
                String name = prefix + entry.getKey();
                state.add(name, entry.getValue());
                if (!frozen) {
                    (trained.contains(entry.getKey()) ? parameters : buffers)
                            .add(name, entry.getValue());
                }
            }
            if (frozen) {
                trained.values().forEach(tensor -> tensor.setRequiresGradient(false));
            }
        }
        NamedTensors exchange = encoders.exchangeParameters();
        addAll(exchange, state);
        if (frozen) {
            exchange.values().forEach(tensor -> tensor.setRequiresGradient(false));
        } else {
            addAll(exchange, shared);
        }
        addAll(fusion.frozen(), state);
        addAll(fusion.parameters(), state);
        addAll(fusion.buffers(), state);
        Predicate<String> ofModality =
                name -> encoders.paths().stream().anyMatch(p -> name.startsWith(prefix(p)));
        addAll(fusion.parameters().only(ofModality), parameters);
        addAll(fusion.parameters().only(ofModality.negate()), shared);
        addAll(shared, parameters);
        addAll(fusion.buffers(), buffers);
        addAll(frozen ? parameters : state, carried);
        if (frozen) {
            addAll(buffers, carried);
        }
    }

    private static String prefix(ModalityPath path) {
        return path.spec().tensorPrefix();
    }

    private static void addAll(NamedTensors from, NamedTensors to) {
        from.entries().forEach(entry -> to.add(entry.getKey(), entry.getValue()));
    }

    /** Trained tensors, encoder by encoder, then exchange, fusion and head. */
    NamedTensors parameters() {
        return parameters;
    }

    /** Trained tensors of exchange, fusion and head. */
    NamedTensors shared() {
        return shared;
    }

    /** Tensors that are not trained. */
    NamedTensors buffers() {
        return buffers;
    }

    /** All, in the order that PyTorch's {@code state_dict} has. */
    NamedTensors state() {
        return state;
    }

    /** What a version holds: all, or, where the rest is frozen, what is not. */
    NamedTensors carried() {
        return carried;
    }

    /** All that would be there without adapters. */
    NamedTensors base() {
        return state.only(name -> !Adapters.isAdapter(name));
    }

    /**
     * Copies values into the tensors of the same name: either all are copied or none.
     *
     * @throws IllegalArgumentException if a tensor is missing, unknown, or of another type or shape
     */
    static void load(NamedTensors into, NamedTensors values) {
        for (String name : values.names()) {
            if (!into.contains(name)) {
                throw new IllegalArgumentException("the network has no tensor '" + name + "'");
            }
        }
        for (Map.Entry<String, NDArray> entry : into.entries()) {
            NDArray own = entry.getValue();
            NDArray other = values.get(entry.getKey());
            if (!own.getShape().equals(other.getShape())
                    || own.getDataType() != other.getDataType()) {
                throw new IllegalArgumentException(
                        "tensor '%s' must be %s %s, not %s %s"
                                .formatted(
                                        entry.getKey(),
                                        own.getDataType(),
                                        own.getShape(),
                                        other.getDataType(),
                                        other.getShape()));
            }
        }
        try (GradMode off = GradMode.off()) {
            into.entries().forEach(own -> values.get(own.getKey()).copyTo(own.getValue()));
        }
    }
}
