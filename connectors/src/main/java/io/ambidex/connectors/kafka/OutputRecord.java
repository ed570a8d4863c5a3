/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.types.ImmutableBytesTypeInfo;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A record on its way to Kafka. All outputs share one type and one sink, so that one transaction
 * covers predictions, monitor records, model updates, ledger and dead letters. Made by {@link
 * OutputRecords}.
 *
 * @param topic the topic it goes to
 * @param key the key; null when the record has none
 * @param value the encoded record
 * @param recordName simple name of the record, for the header {@value RecordCodec#HEADER}
 */
public record OutputRecord(String topic, byte[] key, byte[] value, String recordName) {

    /** How Flink serializes it; no generic type inside. */
    public static final TypeInformation<OutputRecord> TYPE =
            Types.POJO(
                    OutputRecord.class,
                    Map.of(
                            "topic",
                            Types.STRING,
                            "key",
                            ImmutableBytesTypeInfo.INSTANCE,
                            "value",
                            ImmutableBytesTypeInfo.INSTANCE,
                            "recordName",
                            Types.STRING));

    public OutputRecord {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(recordName, "recordName");
    }
}
