/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.decoding;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.media.MediaDecoder;
import io.ambidex.connectors.media.MediaException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes audio chunks, video frames or feature vectors.
 *
 * @param <R> the Avro record
 */
public final class DecodeMedia<R extends SpecificRecord> extends DecodeFunction<MediaSample> {

    private static final long serialVersionUID = 1L;

    private final Class<R> type;
    private final MediaDecoder<R> media;

    /**
     * @param decoder of the topic
     * @param type the Avro record that holds media
     * @param media decoder of its payload
     */
    public DecodeMedia(InputDecoder decoder, Class<R> type, MediaDecoder<R> media) {
        super(decoder, "decode");
        this.type = type;
        this.media = media;
    }

    @Override
    MediaSample convert(SpecificRecord record, RawRecord raw, Context context)
            throws UnusableException {
        if (!type.isInstance(record)) {
            return null;
        }
        try {
            return media.decode(type.cast(record), raw.position());
        } catch (MediaException e) {
            throw new UnusableException(e.getMessage());
        }
    }
}
