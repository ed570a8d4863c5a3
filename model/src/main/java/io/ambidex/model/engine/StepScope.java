/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;

/**
 * Native memory of one piece of work: every array that the calling thread makes while the scope is
 * open is closed with it, whichever manager it belongs to. What must live on is named with {@link
 * #keep}.
 */
public final class StepScope implements AutoCloseable {

    private final NDManager manager;
    private final NDScope scope;

    private StepScope(NDManager parent) {
        TorchRuntime.prepareThread();
        manager = parent.newSubManager();
        scope = new NDScope();
        scope.suppressNotUsedWarning();
    }

    /** Opens a scope; arrays made with {@link #manager()} are on the parent's device. */
    public static StepScope open(NDManager parent) {
        return new StepScope(parent);
    }

    /** Manager for the batch and everything computed from it. */
    public NDManager manager() {
        return manager;
    }

    /** Lets an array outlive this scope: from now on it belongs to {@code owner}. */
    public NDArray keep(NDArray array, NDManager owner) {
        NDScope.unregister(array);
        array.attach(owner);
        return array;
    }

    /** Lets arrays outlive this scope: from now on they belong to {@code owner}. */
    public NDList keep(NDList arrays, NDManager owner) {
        arrays.forEach(array -> keep(array, owner));
        return arrays;
    }

    @Override
    public void close() {
        scope.close();
        manager.close();
    }
}
