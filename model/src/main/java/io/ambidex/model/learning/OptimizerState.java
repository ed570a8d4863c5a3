/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.ambidex.model.engine.NamedTensors;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tensors that an optimizer keeps per parameter, made when a parameter is first updated. Names are
 * {@code SLOT/PARAMETER}, sorted, so that the order does not depend on who was updated first.
 */
final class OptimizerState implements AutoCloseable {

    private final NDManager manager;
    private final List<String> slots;
    private final TreeMap<String, NDArray> tensors = new TreeMap<>();

    OptimizerState(NDManager parent, List<String> slots) {
        this.manager = parent.newSubManager();
        this.slots = slots;
    }

    /** One tensor per parameter, in their order. */
    NDList slot(String slot, NamedTensors parameters, Function<NDArray, NDArray> initial) {
        NDList values = new NDList(parameters.size());
        for (Map.Entry<String, NDArray> entry : parameters.entries()) {
            String name = slot + "/" + entry.getKey();
            NDArray value = tensors.get(name);
            if (value == null) {
                value = keep(name, initial.apply(entry.getValue()));
            }
            values.add(value);
        }
        return values;
    }

    NamedTensors all() {
        NamedTensors all = new NamedTensors();
        tensors.forEach(all::add);
        return all;
    }

    void restore(NamedTensors state) {
        for (String name : state.names()) {
            if (slots.stream().noneMatch(slot -> name.startsWith(slot + "/"))) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no state of this optimizer, which has " + slots);
            }
        }
        tensors.values().forEach(NDArray::close);
        tensors.clear();
        state.entries().forEach(e -> keep(e.getKey(), e.getValue().duplicate()));
    }

    void forget(Collection<String> parameters) {
        for (String parameter : parameters) {
            for (String slot : slots) {
                NDArray value = tensors.remove(slot + "/" + parameter);
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    /** Lives beyond the step in which it is made. */
    private NDArray keep(String name, NDArray value) {
        NDScope.unregister(value);
        value.attach(manager);
        tensors.put(name, value);
        return value;
    }

    @Override
    public void close() {
        manager.close();
    }
}
