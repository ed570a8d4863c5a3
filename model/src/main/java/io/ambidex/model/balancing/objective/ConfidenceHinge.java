/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.ScriptModule;

/**
 * How much confidence rises when a modality is removed: {@code sum_i r_i max(0, conf(fewer_i) -
 * conf(more_i))} with {@code conf = max_c softmax(z)_c}. The gradient goes through both
 * confidences. See {@code confidence.py}.
 */
public final class ConfidenceHinge implements AutoCloseable {
    private final ScriptModule kernel;

    /** Loads the kernel on the manager's device. */
    public ConfidenceHinge(NDManager manager) {
        kernel = ScriptModule.fromResource(manager, ConfidenceHinge.class, "confidence.py");
    }

    /**
     * The sum over the rows, a scalar owned by the manager of {@code more}.
     *
     * @param more logits (B, C) of the larger set of modalities
     * @param fewer logits (B, C) without one of them
     * @param rows weight r of every row (B), 0 where the comparison means nothing
     */
    public NDArray sum(NDArray more, NDArray fewer, NDArray rows) {
        return kernel.callOne(more.getManager(), "hinge", more, fewer, rows);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
