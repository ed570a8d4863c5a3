/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.RoleUpdate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;

/** Encodes what the job says, each record with the key that its schema names. */
public final class OutputRecords {
    private OutputRecords() {}

    /** Key: stream id. */
    public static OutputRecord prediction(String topic, Prediction prediction) {
        return record(topic, prediction.getStreamId(), prediction);
    }

    /** Key: model name. */
    public static OutputRecord monitor(String topic, MonitorRecord monitor) {
        return record(topic, monitor.getModelName(), monitor);
    }

    /** Key: model name / epoch / number, so that compaction keeps every version. */
    public static OutputRecord modelUpdate(String topic, ModelUpdate update) {
        String key = update.getModelName() + "/" + update.getEpoch() + "/" + update.getNumber();
        return record(topic, key, update);
    }

    /** Key: model name / role, so that compaction keeps the newest holder of each role. */
    public static OutputRecord roleUpdate(String topic, RoleUpdate update) {
        return record(topic, update.getModelName() + "/" + update.getRole(), update);
    }

    /** Key: model name. */
    public static OutputRecord ledgerEntry(String topic, LedgerEntry entry) {
        return record(topic, entry.getModelName(), entry);
    }

    /** Key: the key of the input, or none. */
    public static OutputRecord deadLetter(String topic, DeadLetter letter) {
        return new OutputRecord(
                topic,
                bytes(letter.getKey()),
                RecordCodec.encode(letter),
                RecordCodec.name(letter));
    }

    /** Key: kind. */
    public static OutputRecord alert(String topic, Alert alert) {
        return record(topic, alert.getKind(), alert);
    }

    private static OutputRecord record(String topic, String key, SpecificRecord record) {
        return new OutputRecord(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                RecordCodec.encode(record),
                RecordCodec.name(record));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
