/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import java.util.Iterator;

/**
 * The input records of one stream id in the order of their event times: the same options give the
 * same records, byte for byte. At equal event time sound comes first, then pictures, then labels.
 *
 * <p>For one thread; {@link #close} may be called from any thread and ends a waiting {@link
 * #hasNext}.
 */
public interface PlayedStream extends Iterator<PlayedRecord>, AutoCloseable {

    /** The stream id of every record. */
    String streamId();

    /** What was played by the records handed out so far. */
    PlayedCounts counts();

    /** Stops decoding ahead and gives native memory back; does nothing the second time. */
    @Override
    void close();
}
