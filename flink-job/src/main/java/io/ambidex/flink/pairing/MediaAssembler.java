/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import java.io.Serializable;
import java.util.List;

/**
 * Brings the records of one modality in one window into the form that the network takes, see {@link
 * io.ambidex.connectors.clip.ModalityMedia} for the layouts. The result depends on the arguments
 * alone.
 */
public interface MediaAssembler extends Serializable {

    /** What the records hold. */
    MediaKind kind();

    /**
     * Assembles one modality of a clip.
     *
     * @param window the window
     * @param samples the records that share time with the window, at least one, in the order of
     *     start, end, partition and offset; may begin before the window and end after it
     * @return the media; always of the same length, or empty where the records hold nothing and the
     *     modality is to count as missing
     * @throws IllegalArgumentException if a record does not have the form that the decoder
     *     promises; names the record's position
     */
    byte[] assemble(WindowId window, List<MediaSample> samples);
}
