/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.clip;

/**
 * A decoded input record of one modality: a run of samples, one picture or one measurement, in the
 * form that the network takes (see {@link ModalityMedia} for the layout of {@code data}).
 *
 * @param streamId the audio-visual source
 * @param modality name of the modality
 * @param startMillis event time of its begin, milliseconds since the epoch
 * @param endMillis event time of its end, exclusive; at least startMillis
 * @param data the decoded bytes; never changed after construction
 * @param position where the record came from
 */
public record MediaSample(
        String streamId,
        String modality,
        long startMillis,
        long endMillis,
        byte[] data,
        RecordPosition position) {}
