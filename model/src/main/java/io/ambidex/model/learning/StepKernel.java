/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.ScriptModule;

/**
 * The engine's side of a step: losses, scores, and one read-back for everything a step tells. See
 * {@code step.py}.
 */
final class StepKernel implements AutoCloseable {
    private final ScriptModule kernel;

    StepKernel(NDManager manager) {
        kernel = ScriptModule.fromResource(manager, StepKernel.class, "step.py");
    }

    NDArray crossEntropy(NDManager owner, NDArray logits, NDArray labels) {
        return kernel.callOne(owner, "cross_entropy", logits, labels);
    }

    NDArray crossEntropy(NDManager owner, NDArray logits, NDArray labels, NDArray weights) {
        return kernel.callOne(owner, "weighted_cross_entropy", logits, labels, weights);
    }

    NDArray weightedSum(NDManager owner, NDList losses, NDArray weights) {
        return kernel.callOne(owner, "weighted_sum", losses, weights);
    }

    NDArray scores(NDManager owner, NDArray joint, NDList split, NDArray labels) {
        return kernel.callOne(owner, "scores", joint, split, labels);
    }

    NDArray readings(NDManager owner, NDArray scores, NDList losses, NDList gradients) {
        return kernel.callOne(owner, "readings", scores, losses, gradients);
    }

    NDArray probabilities(NDManager owner, NDArray joint, NDList split) {
        return kernel.callOne(owner, "probabilities", joint, split);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
