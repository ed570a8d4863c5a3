/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

/**
 * Checkpoints that have ended.
 *
 * @param completed and can be restored
 * @param failed or expired
 */
public record CheckpointCounts(long completed, long failed) {
    /** Those that have ended since {@code before}. */
    public CheckpointCounts minus(CheckpointCounts before) {
        return new CheckpointCounts(completed - before.completed, failed - before.failed);
    }
}
