/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.engine.NamedTensors;
import java.util.Set;

/**
 * The gradient stage: what the losses say about each parameter. Every call is one backward pass.
 * The results are new tensors which may be changed in place; a parameter that a loss does not
 * reach, or that this pass does not train, is absent.
 */
public interface GradientStage extends PassView {

    /** Names of the losses. */
    Set<String> losses();

    /** Gradient of the weighted sum of all losses. */
    NamedTensors ofAll();

    /** Gradient of the weighted sum of some losses; nothing for an empty set. */
    NamedTensors of(Set<String> losses);

    /** Adds {@code more} to {@code sum} in place and returns the union of both. */
    NamedTensors plus(NamedTensors sum, NamedTensors more);

    /**
     * Squared Euclidean norm of the gradient over the encoder of a modality. Reads from the device.
     */
    double squaredNorm(NamedTensors gradients, int modality);
}
