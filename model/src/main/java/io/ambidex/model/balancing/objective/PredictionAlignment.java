/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.ScriptModule;

/**
 * How far the predictions of two modalities are apart: {@code 1/2 [KL(m || p) + KL(m || q)]}, m =
 * (p + q) / 2, averaged over rows. The arguments of KL are swapped with respect to the
 * Jensen-Shannon divergence, as in the code published with LFM; it is 0 only if p = q.
 */
public final class PredictionAlignment implements AutoCloseable {
    private final ScriptModule kernel;

    /** Loads the kernel on the manager's device. */
    public PredictionAlignment(NDManager manager) {
        kernel = ScriptModule.fromResource(manager, PredictionAlignment.class, "alignment.py");
    }

    /**
     * The weighted mean over rows; differentiable by both.
     *
     * @param owner manager that the result belongs to
     * @param p logits (B, C) of one modality
     * @param q logits (B, C) of the other
     * @param rowWeights (B), not negative and not all 0
     * @return a scalar, in nats
     */
    public NDArray of(NDManager owner, NDArray p, NDArray q, NDArray rowWeights) {
        return kernel.callOne(owner, "alignment", p, q, rowWeights);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
