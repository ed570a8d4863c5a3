/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.decoding;

import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.RawRecord;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes records that are used as they are: commands and model updates.
 *
 * @param <R> the Avro record; others of the same topic are left out
 */
public final class DecodeRecords<R extends SpecificRecord> extends DecodeFunction<R> {

    private static final long serialVersionUID = 1L;

    private final Class<R> type;

    /**
     * @param decoder of the topic
     * @param type the record to hand on
     * @param stage name of the stage in dead letters
     */
    public DecodeRecords(InputDecoder decoder, Class<R> type, String stage) {
        super(decoder, stage);
        this.type = type;
    }

    @Override
    R convert(SpecificRecord record, RawRecord raw, Context context) {
        return type.isInstance(record) ? type.cast(record) : null;
    }
}
