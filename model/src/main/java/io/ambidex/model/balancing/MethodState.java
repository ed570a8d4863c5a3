/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.learning.MiniBatch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * State of a balancing method: named tensors, numbers and examples. Numbers are kept bit for bit.
 */
public final class MethodState {
    private final Map<String, NDArray> tensors;
    private final Map<String, Long> numbers;
    private final Map<String, MiniBatch.Example> examples;
    private final String prefix;

    /** Nothing yet. */
    public MethodState() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), "");
    }

    private MethodState(
            Map<String, NDArray> tensors,
            Map<String, Long> numbers,
            Map<String, MiniBatch.Example> examples,
            String prefix) {
        this.tensors = tensors;
        this.numbers = numbers;
        this.examples = examples;
        this.prefix = prefix;
    }

    /**
     * A view whose names all begin with {@code name/}; for parts of a method, or methods of a
     * chain.
     */
    public MethodState part(String name) {
        return new MethodState(tensors, numbers, examples, prefix + name + "/");
    }

    /** Adds a tensor. */
    public void put(String name, NDArray tensor) {
        putNew(tensors, name, tensor);
    }

    /** Adds a whole number. */
    public void put(String name, long number) {
        putNew(numbers, name, number);
    }

    /** Adds a number. */
    public void put(String name, double number) {
        putNew(numbers, name, Double.doubleToRawLongBits(number));
    }

    /** Adds a flag. */
    public void put(String name, boolean flag) {
        putNew(numbers, name, flag ? 1L : 0L);
    }

    /** Adds a list of numbers. */
    public void put(String name, double[] values) {
        put(name + ".length", (long) values.length);
        for (int i = 0; i < values.length; i++) {
            put(name + "." + i, values[i]);
        }
    }

    /** Adds an example. */
    public void put(String name, MiniBatch.Example example) {
        putNew(examples, name, example);
    }

    /** The tensor of that name; owned by whoever read the state, copy it. */
    public NDArray tensor(String name) {
        return existing(tensors, name);
    }

    /** The whole number of that name. */
    public long whole(String name) {
        return existing(numbers, name);
    }

    /** The number of that name. */
    public double number(String name) {
        return Double.longBitsToDouble(existing(numbers, name));
    }

    /** The flag of that name. */
    public boolean flag(String name) {
        return existing(numbers, name) != 0;
    }

    /** The list of numbers of that name. */
    public double[] numbers(String name) {
        double[] values = new double[Math.toIntExact(whole(name + ".length"))];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(name + "." + i);
        }
        return values;
    }

    /** The example of that name. */
    public MiniBatch.Example example(String name) {
        return existing(examples, name);
    }

    /** All tensors under their full names. */
    public Map<String, NDArray> allTensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** All numbers under their full names, as raw 64 bits. */
    public Map<String, Long> allNumbers() {
        return Collections.unmodifiableMap(numbers);
    }

    /** All examples under their full names. */
    public Map<String, MiniBatch.Example> allExamples() {
        return Collections.unmodifiableMap(examples);
    }

    private <T> void putNew(Map<String, T> values, String name, T value) {
        if (values.putIfAbsent(prefix + name, value) != null) {
            throw new IllegalArgumentException("state '" + prefix + name + "' is there already");
        }
    }

    private <T> T existing(Map<String, T> values, String name) {
        T value = values.get(prefix + name);
        if (value == null) {
            throw new IllegalArgumentException("no state '" + prefix + name + "'");
        }
        return value;
    }
}
