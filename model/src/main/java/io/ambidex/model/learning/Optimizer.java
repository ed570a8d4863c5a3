/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.engine.NamedTensors;
import java.util.Collection;

/**
 * Changes parameters by their gradients. What the next update depends on is in {@link #state()},
 * nothing else. For one thread at a time.
 */
public interface Optimizer extends AutoCloseable {

    /**
     * Updates in place the parameters that have a gradient. Those without do not move: neither
     * momentum nor weight decay acts on them.
     *
     * @param parameters by name; may hold more than have gradients
     * @param gradients by the same names, each of its parameter's shape
     * @param learningRate step size, at least 0
     */
    void update(NamedTensors parameters, NamedTensors gradients, double learningRate);

    /** The live state in a fixed order, under names such as {@code momentum/head.weight}. */
    NamedTensors state();

    /**
     * Replaces the state by copies of these tensors.
     *
     * @throws IllegalArgumentException if a name is not one of this optimizer's state
     */
    void restore(NamedTensors state);

    /** Forgets what it knows of the parameters named, as after their re-initialisation. */
    void forget(Collection<String> parameters);

    @Override
    void close();
}
