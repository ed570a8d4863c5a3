/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.network.layer.TokenShape;
import java.util.List;

/** Adapters of what the encoders give, before a fusion that has no maps to adapt. */
final class FeatureAdapters implements AutoCloseable {

    private final ScriptModule kernel;

    FeatureAdapters(AdapterShape shape, List<TokenShape> tokens, NDManager manager) {
        int[] counts = tokens.stream().mapToInt(TokenShape::count).toArray();
        kernel = ScriptModule.fromText(manager, AdapterCode.ofFeatures(shape, counts));
    }

    /**
     * Adapted features, (B, D_m) each.
     *
     * @param presence (B, M), 1 or 0
     * @param tensors of the adapters, and what is kept
     */
    NDList apply(NDList features, NDArray presence, NDList tensors) {
        return kernel.call(
                features.get(0).getManager(), "features", new NDList(features), presence, tensors);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
