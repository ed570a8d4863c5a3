/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;

/** A consistent cut through the job: offsets of the sources, state of every subtask. */
final class Checkpoint {

    private static final String OFFSETS = "offsets.txt";

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

    /** Writes offsets and states into a folder, one subtask of each stage. */
    void write(Path folder, World world) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>();
        world.partitions.forEach(partition -> lines.add(offsets.get(partition).toString()));
        Files.write(folder.resolve(OFFSETS), lines);
        for (Stage stage : Stage.values()) {
            OperatorSnapshotUtil.writeStateHandle(
                    states.get(stage).get(0), fileOf(folder, stage).toString());
        }
    }

    /** Reads what {@link #write} wrote. */
    static Checkpoint read(Path folder, World world) throws IOException, ClassNotFoundException {
        Checkpoint checkpoint = new Checkpoint(1, 0);
        List<String> lines = Files.readAllLines(folder.resolve(OFFSETS));
        for (int i = 0; i < lines.size(); i++) {
            checkpoint.add(world.partitions.get(i), Integer.parseInt(lines.get(i)));
        }
        for (Stage stage : Stage.values()) {
            checkpoint.add(
                    stage, OperatorSnapshotUtil.readStateHandle(fileOf(folder, stage).toString()));
        }
        return checkpoint;
    }

    private static Path fileOf(Path folder, Stage stage) {
        return folder.resolve(stage.name().toLowerCase(Locale.ROOT) + ".state");
    }
}
