/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import java.io.Serializable;

/**
 * Turns one input record into the form that the network takes.
 *
 * <p>Implementations are immutable apart from buffers kept per thread, so one instance may be
 * shared, and may travel inside a Flink operator.
 *
 * @param <R> the Avro record
 */
public interface MediaDecoder<R> extends Serializable {

    /** Name of the modality of the samples. */
    String modality();

    /**
     * Decodes one record.
     *
     * @param record the record as read from Kafka; not changed
     * @param position where it came from; handed on
     * @return the sample, see {@link io.ambidex.connectors.clip.ModalityMedia} for its layout
     * @throws MediaException when the record cannot be used, with the reason
     */
    MediaSample decode(R record, RecordPosition position) throws MediaException;
}
