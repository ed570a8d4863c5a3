/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

/**
 * Checkpoints that have ended.
 *
 * @param completed and can be restored
 * @param failed or expired
 */
record CheckpointCounts(long completed, long failed) {
    CheckpointCounts minus(CheckpointCounts before) {
        return new CheckpointCounts(completed - before.completed, failed - before.failed);
    }
}
