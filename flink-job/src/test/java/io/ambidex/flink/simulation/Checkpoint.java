/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** A consistent cut through the job: offsets of the sources, state of every subtask. */
final class Checkpoint {

    final long id;

    /** By partition. */
    private final Map<World.Partition, Integer> offsets = new HashMap<>();

    private final Map<Stage, List<OperatorSubtaskState>> states = new EnumMap<>(Stage.class);
    private final int expected;

    /**
     * @param expected sources and subtasks that take part
     */
    Checkpoint(long id, int expected) {
        this.id = id;
        this.expected = expected;
    }

    void add(World.Partition partition, int offset) {
        offsets.put(partition, offset);
    }

    void add(Stage stage, OperatorSubtaskState state) {
        states.computeIfAbsent(stage, s -> new ArrayList<>()).add(state);
    }

    boolean isComplete() {
        return offsets.size() + states.values().stream().mapToInt(List::size).sum() == expected;
    }

    int offsetOf(World.Partition partition) {
        return offsets.get(partition);
    }

    /** What a subtask goes on from, also at another parallelism than that of the checkpoint. */
    OperatorSubtaskState stateOf(Stage stage, int subtask, int subtasks) throws Exception {
        List<OperatorSubtaskState> parts = states.get(stage);
        if (parts.size() == 1 && subtasks == 1) {
            return parts.get(0);
        }
        OperatorSubtaskState whole =
                AbstractStreamOperatorTestHarness.repackageState(
                        parts.toArray(OperatorSubtaskState[]::new));
        return AbstractStreamOperatorTestHarness.repartitionOperatorState(
                whole, Outlet.KEY_GROUPS, parts.size(), subtasks, subtask);
    }
}
