/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.MultimodalNetwork;

/** What a method gets when it is opened. */
public interface MethodContext {

    /** The network that will be trained. */
    MultimodalNetwork network();

    /** Owner of the method's tensors; closed with the method. */
    NDManager manager();

    /** How the learner trains: seed, optimizer, learning rate, momentum. */
    LearnerOptions options();

    /** Arithmetic on lists of tensors. */
    TensorLists lists();

    /**
     * Adds a parameter of the method's own, which trains whenever the head does and is saved with
     * the learner.
     *
     * @param name not that of a network parameter
     * @param initial its first value; owned by {@link #manager}
     * @return the parameter, which requires gradients
     * @throws IllegalArgumentException if the name is taken
     */
    NDArray addParameter(String name, NDArray initial);

    /**
     * Adds a tensor that forward passes of the method change by themselves, such as the running
     * statistics of an encoder of its own. It is saved with the learner and put back when a pass is
     * skipped.
     *
     * @param name not that of another parameter or buffer
     * @param live the tensor; changed in place
     * @throws IllegalArgumentException if the name is taken
     */
    void addBuffer(String name, NDArray live);
}
