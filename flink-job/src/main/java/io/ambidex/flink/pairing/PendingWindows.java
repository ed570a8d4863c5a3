/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.WindowId;
import java.util.List;

/** Which windows of the current stream id wait to be settled, and what they need. */
interface PendingWindows {

    /**
     * What a record means to the windows.
     *
     * @param touchesSettled whether a window of it is settled already
     * @param needed whether an open window needs it, or may do so
     * @param nextEndMillis earliest end of an open window of it; {@link Long#MAX_VALUE} when none
     *     waits
     * @param purgeMillis watermark from which it may go; {@link Long#MAX_VALUE} when it goes with
     *     its last window
     */
    record Admission(
            boolean touchesSettled, boolean needed, long nextEndMillis, long purgeMillis) {}

    /**
     * Looks at a record.
     *
     * @param settledMillis every window that ends at or before this is settled
     */
    Admission admit(BufferedSample sample, long settledMillis, long watermark) throws Exception;

    /**
     * The windows that end after {@code settledMillis} and are settled with {@code frontierMillis},
     * the earliest end first; they do not come again.
     */
    List<WindowId> settle(long settledMillis, long frontierMillis, List<BufferedSample> kept)
            throws Exception;

    /** Whether a window may still need a kept record. */
    boolean needs(BufferedSample sample, long settledMillis, long watermark);

    /** Forgets what the watermark has passed. */
    void purge(long watermark) throws Exception;

    /** Earliest end of a window that waits; {@link Long#MAX_VALUE} when none does. */
    long nextEnd(long settledMillis, List<BufferedSample> kept) throws Exception;

    /** Watermark at which something may be forgotten; {@link Long#MAX_VALUE} for never. */
    long purgeAt(long watermark, List<BufferedSample> kept) throws Exception;
}
