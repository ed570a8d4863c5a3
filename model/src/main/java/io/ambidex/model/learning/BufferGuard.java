/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.TensorLists;

/**
 * Running statistics as they were before a step. A forward pass in training mode changes them, so
 * that a batch with a non-finite value would poison them although its update is skipped.
 */
final class BufferGuard {
    private final TensorLists lists;
    private final NDList live;
    private final NDList saved = new NDList();

    /**
     * @param manager owner of the copies
     * @param live tensors that a forward pass changes
     */
    BufferGuard(NDManager manager, NDList live, TensorLists lists) {
        this.lists = lists;
        this.live = live;
        for (NDArray buffer : live) {
            NDArray copy = buffer.duplicate();
            copy.attach(manager);
            saved.add(copy);
        }
    }

    void save() {
        lists.copy(saved, live);
    }

    void restore() {
        lists.copy(live, saved);
    }
}
