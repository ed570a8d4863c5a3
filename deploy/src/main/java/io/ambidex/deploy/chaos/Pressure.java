/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.deploy.standalone.CheckpointCounts;
import io.ambidex.deploy.standalone.FlinkRest;
import io.ambidex.deploy.standalone.JvmMemory;
import io.ambidex.deploy.standalone.StandaloneCluster;
import java.io.IOException;

/**
 * Measures the job while clips come: memory of the task managers all the time, and the checkpoints
 * from the beginning of a burst until its clips have drained.
 */
final class Pressure {
    private static final int TASK_MANAGERS = 2;
    private static final long LOOK_MILLIS = 1_000;

    private final World world;
    private final Backlog backlog;
    private volatile boolean stopped;
    private long maxResidentKib;
    private long maxHeapBytes;
    private long heapLimitBytes;
    private CheckpointCounts atBurst;
    private CheckpointCounts sinceBurst;
    private Long restarts;

    /**
     * What was measured.
     *
     * @param maxResidentMib most memory that a task manager's process has had
     * @param maxHeapMib most heap that a task manager has used
     * @param heapLimitMib most that it may use
     * @param checkpoints those from the beginning of the burst to the end of its lag; null without
     * @param restarts how often the job was started again since it was submitted last; null when it
     *     never told
     */
    record Result(
            long maxResidentMib,
            long maxHeapMib,
            long heapLimitMib,
            CheckpointCounts checkpoints,
            Long restarts) {}

    Pressure(World world, Backlog backlog) {
        this.world = world;
        this.backlog = backlog;
    }

    /** Measures until {@link #stop}; for a thread of its own. */
    Void watch() throws InterruptedException {
        while (!stopped) {
            measureMemory();
            measureJob();
            Thread.sleep(LOOK_MILLIS);
        }
        return null;
    }

    void stop() {
        stopped = true;
    }

    Result result() {
        return new Result(
                maxResidentKib >> 10,
                maxHeapBytes >> 20,
                heapLimitBytes >> 20,
                sinceBurst,
                restarts);
    }

    private void measureMemory() throws InterruptedException {
        FlinkRest rest = world.rest();
        for (int i = 1; i <= TASK_MANAGERS; i++) {
            String name = StandaloneCluster.taskManager(i);
            try {
                maxResidentKib =
                        Math.max(maxResidentKib, new JvmMemory(world.pid(name)).residentKib());
                maxHeapBytes = Math.max(maxHeapBytes, rest.heapBytes(name));
                heapLimitBytes = Math.max(heapLimitBytes, rest.heapLimitBytes(name));
            } catch (IOException | IllegalStateException e) {
                // It is dead for the moment.
            }
        }
    }

    private void measureJob() throws InterruptedException {
        try {
            Long told = world.rest().restarts(world.job());
            restarts = told == null ? restarts : told;
            if (backlog.isUnderPressure()) {
                CheckpointCounts now = world.rest().checkpoints(world.job());
                if (atBurst == null) {
                    atBurst = now;
                }
                sinceBurst = now.minus(atBurst);
            }
        } catch (IOException e) {
            // The job manager does not answer for the moment; the next look tells.
        }
    }
}
