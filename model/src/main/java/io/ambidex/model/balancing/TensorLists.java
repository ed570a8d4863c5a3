/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.ScriptModule;

/**
 * Arithmetic on whole lists of tensors, one engine call each: what methods do to gradients and
 * parameters. Lists that go together have the same length and shapes. Empty lists are allowed.
 * Nothing here is recorded for differentiation.
 */
public final class TensorLists implements AutoCloseable {
    private final NDManager manager;
    private final ScriptModule kernel;

    /** Loads the kernel on the manager's device. */
    public TensorLists(NDManager manager) {
        this.manager = manager;
        kernel = ScriptModule.fromResource(manager, TensorLists.class, "tensor_lists.py");
    }

    /** {@code to_i = from_i}. */
    public void copy(NDList to, NDList from) {
        if (!to.isEmpty()) {
            kernel.run("copy", to, from);
        }
    }

    /** {@code x_i = factor * x_i}. */
    public void scale(NDList tensors, double factor) {
        if (!tensors.isEmpty()) {
            kernel.run("scale", tensors, new double[] {factor});
        }
    }

    /** {@code x_i = x_i + factor * y_i}. */
    public void addScaled(NDList tensors, NDList others, double factor) {
        if (!tensors.isEmpty()) {
            kernel.run("add_scaled", tensors, others, new double[] {factor});
        }
    }

    /** {@code x_i = x_i + factor * (a_i - b_i)}. */
    public void addDifference(NDList tensors, NDList a, NDList b, double factor) {
        if (!tensors.isEmpty()) {
            kernel.run("add_difference", tensors, a, b, new double[] {factor});
        }
    }

    /** Euclidean norm of every tensor. Reads from the device. */
    public double[] norms(NDList tensors) {
        return read("norms", tensors);
    }

    /** {@code sum_i <x_i, y_i>}; 0 for empty lists. Reads from the device. */
    public double innerProduct(NDList tensors, NDList others) {
        if (tensors.isEmpty()) {
            return 0;
        }
        try (NDArray value = kernel.callOne(manager, "inner_product", tensors, others)) {
            return HostValues.of(value)[0];
        }
    }

    /**
     * Standard deviation over the elements of every tensor (divisor n - 1); 0 for a single element.
     * Reads.
     */
    public double[] standardDeviations(NDList tensors) {
        return read("deviations", tensors);
    }

    /**
     * Adds independent N(0, s_i^2) noise to every element of tensor i, from generators that start
     * from the given seeds: the same seed and shape give the same noise.
     *
     * @param deviations s_i, not negative
     * @param seeds one per tensor, 0 to 2^53
     */
    public void addNoise(NDList tensors, double[] deviations, long[] seeds) {
        if (!tensors.isEmpty()) {
            double[] exact = new double[seeds.length];
            for (int i = 0; i < seeds.length; i++) {
                exact[i] = seeds[i];
            }
            kernel.run("add_noise", tensors, deviations, exact);
        }
    }

    private double[] read(String method, NDList tensors) {
        if (tensors.isEmpty()) {
            return new double[0];
        }
        try (NDArray values = kernel.callOne(manager, method, tensors)) {
            return HostValues.of(values);
        }
    }

    @Override
    public void close() {
        kernel.close();
    }
}
