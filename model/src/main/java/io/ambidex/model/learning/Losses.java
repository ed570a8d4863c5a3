/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The named losses of a pass with their weights, in order. */
final class Losses {
    private record Loss(String name, NDArray value, double weight) {}

    private final List<Loss> losses = new ArrayList<>();

    void addFirst(String name, NDArray value) {
        losses.add(0, new Loss(name, value, 1));
    }

    /** Keeps the one that is there when the name is taken. */
    void add(String name, NDArray value, double weight) {
        if (!names().contains(name)) {
            losses.add(new Loss(name, value, weight));
        }
    }

    void reweigh(String name, double weight) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException(
                    "there is no loss '" + name + "'; there are " + names());
        }
        losses.replaceAll(
                loss -> loss.name().equals(name) ? new Loss(name, loss.value(), weight) : loss);
    }

    Set<String> names() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        losses.forEach(loss -> names.put(loss.name(), true));
        return names.keySet();
    }

    boolean isEmpty() {
        return losses.isEmpty();
    }

    int size() {
        return losses.size();
    }

    NDList values(Set<String> names) {
        NDList values = new NDList();
        losses.stream().filter(l -> names.contains(l.name())).forEach(l -> values.add(l.value()));
        return values;
    }

    NDList values() {
        return values(names());
    }

    double[] weights(Set<String> names) {
        return losses.stream()
                .filter(loss -> names.contains(loss.name()))
                .mapToDouble(Loss::weight)
                .toArray();
    }

    /** Their values by name, read from {@code values} beginning at {@code from}. */
    Map<String, Double> named(double[] values, int from) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < losses.size(); i++) {
            named.put(losses.get(i).name(), values[from + i]);
        }
        return named;
    }

    /** The weighted sum of values read as in {@link #named}. */
    double total(double[] values, int from) {
        double total = 0;
        for (int i = 0; i < losses.size(); i++) {
            total += losses.get(i).weight() * values[from + i];
        }
        return total;
    }
}
