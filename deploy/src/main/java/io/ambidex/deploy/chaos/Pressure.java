/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.deploy.standalone.CheckpointCounts;
import io.ambidex.deploy.standalone.JvmMemory;
import io.ambidex.deploy.standalone.StandaloneCluster;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Measures the job while clips come: memory of the task managers and lag all the time, and during
 * and after a burst the checkpoints and how the lag drains.
 */
final class Pressure {
    private static final int TASK_MANAGERS = 2;
    private static final long LOOK_MILLIS = 1_000;

    private final World world;
    private final ChaosOptions options;
    private volatile boolean stopped;
    private long maxResidentKib;
    private long maxHeapBytes;
    private long maxLagClips;
    private CheckpointCounts atBurst;
    private CheckpointCounts sinceBurst;
    private Double drainSeconds;
    private Double burstRate;

    /**
     * What was measured.
     *
     * @param maxResidentMib most memory that a task manager's process has had
     * @param maxHeapMib most heap that a task manager has used
     * @param maxLagClips most clips that were played and not yet committed
     * @param checkpoints those from the beginning of the burst to the end of its lag; null without
     * @param burstRate clips that were played per second of the burst; null without. Less than what
     *     was asked for when this machine cannot render more; the rest comes right after it
     * @param drainSeconds from the end of the burst until no more clips waited than before it; null
     *     without
     */
    record Result(
            long maxResidentMib,
            long maxHeapMib,
            long maxLagClips,
            CheckpointCounts checkpoints,
            Double burstRate,
            Double drainSeconds) {}

    Pressure(World world, ChaosOptions options) {
        this.world = world;
        this.options = options;
    }

    /** Measures until {@link #stop}; for a thread of its own. */
    Void watch(PredictionWatch watch, LongSupplier played) throws InterruptedException {
        long start = System.nanoTime();
        long burstBegins = start + options.playing().dividedBy(2).toNanos();
        long burstEnds = burstBegins + BurstClock.LENGTH.toNanos();
        long lagBefore = 0;
        long playedBefore = 0;
        while (!stopped) {
            long clips = played.getAsLong();
            long lag = clips - watch.predictions();
            maxLagClips = Math.max(maxLagClips, lag);
            measureMemory();
            long now = System.nanoTime();
            if (options.burst() && now < burstBegins) {
                lagBefore = Math.max(lagBefore, lag);
                playedBefore = clips;
            }
            if (options.burst() && now >= burstEnds && burstRate == null) {
                burstRate = (clips - playedBefore) / (double) BurstClock.LENGTH.toSeconds();
            }
            if (options.burst() && now >= burstBegins && drainSeconds == null) {
                measureCheckpoints();
                if (now > burstEnds && lag <= lagBefore) {
                    drainSeconds = (now - burstEnds) / 1e9;
                }
            }
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
                maxLagClips,
                sinceBurst,
                burstRate,
                drainSeconds);
    }

    private void measureMemory() throws InterruptedException {
        for (int i = 1; i <= TASK_MANAGERS; i++) {
            String name = StandaloneCluster.taskManager(i);
            try {
                maxResidentKib =
                        Math.max(maxResidentKib, new JvmMemory(world.pid(name)).residentKib());
                maxHeapBytes = Math.max(maxHeapBytes, world.rest().heapBytes(name));
            } catch (IOException | IllegalStateException e) {
                // It is dead for the moment.
            }
        }
    }

    private void measureCheckpoints() throws InterruptedException {
        try {
            CheckpointCounts now = world.rest().checkpoints(world.job());
            if (atBurst == null) {
                atBurst = now;
            }
            sinceBurst = now.minus(atBurst);
        } catch (IOException e) {
            // The job manager does not answer for the moment; the next look tells.
        }
    }
}
