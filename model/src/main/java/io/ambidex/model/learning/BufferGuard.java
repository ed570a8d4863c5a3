/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.network.MultimodalNetwork;

/**
 * Running statistics as they were before a step. A forward pass in training mode changes them, so
 * that a batch with a non-finite value would poison them although its update is skipped.
 */
final class BufferGuard implements AutoCloseable {
    private final TensorLists lists;
    private final NDList live;
    private final NDList saved = new NDList();

    BufferGuard(MultimodalNetwork network, TensorLists lists) {
        this.lists = lists;
        live = network.buffers().list();
        for (NDArray buffer : live) {
            NDArray copy = buffer.duplicate();
            copy.attach(network.manager());
            saved.add(copy);
        }
    }

    void save() {
        lists.copy(saved, live);
    }

    void restore() {
        lists.copy(live, saved);
    }

    @Override
    public void close() {
        saved.close();
    }
}
