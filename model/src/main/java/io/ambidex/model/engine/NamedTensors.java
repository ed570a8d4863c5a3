/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Tensors by name in a fixed order. Holds references: who made a tensor closes it. */
public final class NamedTensors {

    private final LinkedHashMap<String, NDArray> tensors = new LinkedHashMap<>();

    /**
     * Adds a tensor at the end.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public void add(String name, NDArray tensor) {
        if (tensors.putIfAbsent(name, tensor) != null) {
            throw new IllegalArgumentException("tensor '" + name + "' is there already");
        }
    }

    /**
     * The tensor of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public NDArray get(String name) {
        NDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor '" + name + "'");
        }
        return tensor;
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /** Names in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    public Collection<NDArray> values() {
        return Collections.unmodifiableCollection(tensors.values());
    }

    public Set<Map.Entry<String, NDArray>> entries() {
        return Collections.unmodifiableSet(tensors.entrySet());
    }

    public int size() {
        return tensors.size();
    }

    public boolean isEmpty() {
        return tensors.isEmpty();
    }

    /** The tensors in order, as the engine takes them. */
    public NDList list() {
        return new NDList(tensors.values());
    }

    /** Those whose name satisfies the condition, in order. */
    public NamedTensors only(Predicate<String> condition) {
        NamedTensors some = new NamedTensors();
        tensors.forEach(
                (name, tensor) -> {
                    if (condition.test(name)) {
                        some.add(name, tensor);
                    }
                });
        return some;
    }

    /**
     * The tensors of these names, in the order of {@code others}.
     *
     * @throws IllegalArgumentException if one of them is not here
     */
    public NDList inOrderOf(NamedTensors others) {
        NDList list = new NDList(others.size());
        others.names().forEach(name -> list.add(get(name)));
        return list;
    }

    /** Other values under the same names: {@code values} is in the order of {@link #names()}. */
    public NamedTensors withValues(NDList values) {
        if (values.size() != tensors.size()) {
            throw new IllegalArgumentException(
                    tensors.size() + " values are needed, not " + values.size());
        }
        NamedTensors others = new NamedTensors();
        int i = 0;
        for (String name : tensors.keySet()) {
            others.add(name, values.get(i++));
        }
        return others;
    }

    @Override
    public String toString() {
        return tensors.keySet().toString();
    }
}
