/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * Trains one network: predicts a mini-batch, learns from it once, tells what happened. For one
 * thread at a time; several learners work side by side in one JVM.
 */
public final class Learner implements AutoCloseable {
    private Learner() {}

    /**
     * A learner with fresh weights, version 0: the same specification and seed give the same bits
     * everywhere.
     *
     * @throws IllegalArgumentException if an option, the method or one of its options is wrong;
     *     tells the limit and the value
     */
    public static Learner create(NetworkSpec spec, LearnerOptions options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Predicts the batch (the learner score), then learns from it once. A step whose loss or
     * gradient is not finite changes nothing but the counters.
     *
     * @throws IllegalArgumentException if the batch does not fit the network
     */
    public StepReport step(MiniBatch batch) {
        throw new UnsupportedOperationException();
    }

    /** Predicts in evaluation mode; learns nothing and changes nothing. */
    public Evaluation evaluate(MiniBatch batch) {
        throw new UnsupportedOperationException();
    }

    /** Number of steps so far, skipped ones included. */
    public long steps() {
        throw new UnsupportedOperationException();
    }

    /** Number of steps without an update. */
    public long skippedSteps() {
        throw new UnsupportedOperationException();
    }

    /**
     * The balancing method as configured, for example {@code ogm-ge+joint-with-unimodal-losses}.
     */
    public String method() {
        throw new UnsupportedOperationException();
    }

    /** The method's options as configured; what is not there has its default. */
    public Map<String, String> methodOptions() {
        throw new UnsupportedOperationException();
    }

    /**
     * The network as it is trained and must be served: the configured one unless the method
     * replaces fusion or head.
     */
    public NetworkSpec networkSpec() {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes the balancing method before the next step; its state starts anew, weights and
     * optimizer stay.
     *
     * @throws IllegalArgumentException if the method or an option is wrong; then the old method
     *     goes on
     */
    public void changeMethod(String method, Map<String, String> options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Copies of all parameters and buffers in the order and under the names of PyTorch's {@code
     * state_dict}.
     */
    public Map<String, HostTensor> exportTensors() {
        throw new UnsupportedOperationException();
    }

    /**
     * Replaces parameters and buffers (initial weights); all or none.
     *
     * @throws IllegalArgumentException if a tensor is missing, unknown or of another shape
     */
    public void importTensors(Map<String, HostTensor> tensors) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes everything that later steps depend on: weights, buffers, optimizer, method, step. A
     * learner that reads it goes on bit for bit.
     */
    public void writeState(OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads what {@link #writeState} wrote, the balancing method included.
     *
     * @throws IOException if the bytes are no such state, or of another network; then this learner
     *     must not be used further
     */
    public void readState(InputStream in) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Frees the native memory. */
    @Override
    public void close() {}
}
