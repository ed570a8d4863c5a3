/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/** Where the clips of a run lie in event time. */
public interface ClipTimes {

    /** Event time at which the run begins, milliseconds since the epoch. */
    long startMillis();

    /**
     * Event time at which a clip begins.
     *
     * @param clip its number over all streams and passes in the order of event time, from 0; beyond
     *     the last one the end of the run
     */
    long startOfClipMillis(long clip);
}
