/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What one task wrote to an output topic, as an exactly-once sink does: readers see a record when
 * the checkpoint behind it has completed; what no completed checkpoint covers is lost with the
 * task.
 */
final class OutputLog {

    private final List<Object> committed;
    private final TreeMap<Long, List<Object>> prepared = new TreeMap<>();
    private List<Object> open = new ArrayList<>();

    /**
     * @param committed what readers see; outlives the task
     */
    OutputLog(List<Object> committed) {
        this.committed = committed;
    }

    void write(Object record) {
        open.add(record);
    }

    void prepare(long checkpoint) {
        prepared.put(checkpoint, open);
        open = new ArrayList<>();
    }

    void commit(long checkpoint) {
        var due = prepared.headMap(checkpoint, true);
        due.values().forEach(committed::addAll);
        due.clear();
    }
}
