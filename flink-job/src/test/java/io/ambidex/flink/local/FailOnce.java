/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/** Hands everything on, and fails once: at the first element after a completed checkpoint. */
final class FailOnce<T> extends RichMapFunction<T, T> implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    private final String name;
    private final int after;
    private transient int elements;
    private transient boolean completed;

    /**
     * @param name tells apart the functions of one JVM
     * @param after how many elements must have passed as well
     */
    FailOnce(String name, int after) {
        this.name = name;
        this.after = after;
    }

    /** Whether the function of this name has failed. */
    static boolean hasFailed(String name) {
        return FAILED.contains(name);
    }

    @Override
    public T map(T value) {
        elements++;
        if (completed && elements > after && FAILED.add(name)) {
            throw new IllegalStateException("this failure is part of the test");
        }
        return value;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        completed = true;
    }
}
