/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/**
 * Tells the player how far the job is, so that a fast run does not fill the broker's disk.
 *
 * <p>Asked often, from the player's thread: answer from a field that another thread keeps up to
 * date.
 */
@FunctionalInterface
public interface FlowControl {

    /** No limit: every record may go out at once. */
    FlowControl UNLIMITED = () -> Long.MAX_VALUE;

    /**
     * Event time, in milliseconds since the epoch, up to which the job's results are committed (for
     * instance the largest window end among committed predictions); {@link Long#MIN_VALUE} before
     * the first.
     */
    long committedMillis();
}
