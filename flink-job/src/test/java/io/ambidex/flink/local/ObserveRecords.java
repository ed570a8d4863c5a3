/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.kafka.DeadLetters;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.OutputRecord;
import io.ambidex.connectors.kafka.OutputRecords;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.kafka.RecordLimits;
import io.ambidex.connectors.kafka.Topic;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Alert;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes an alert of every good record, with its kind, position and event time, and a dead letter of
 * every other one.
 */
final class ObserveRecords extends ProcessFunction<RawRecord, OutputRecord> {
    private static final long serialVersionUID = 1L;

    private final Map<String, InputDecoder> decoders = new HashMap<>();
    private final String alerts;
    private final String deadLetters;

    ObserveRecords(Topics topics) {
        for (Topic topic : topics.all()) {
            decoders.put(topic.name(), new InputDecoder(topic.role(), RecordLimits.DEFAULT));
        }
        alerts = topics.name(TopicRole.ALERTS);
        deadLetters = topics.name(TopicRole.DEAD_LETTERS);
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<OutputRecord> out) {
        try {
            SpecificRecord record = decoders.get(raw.topic()).decode(raw);
            String kind = RecordCodec.name(record);
            String position = raw.position().toString();
            out.collect(
                    OutputRecords.alert(
                            alerts,
                            new Alert(kind, "info", position, Map.of(), context.timestamp())));
        } catch (MalformedRecordException e) {
            out.collect(
                    OutputRecords.deadLetter(
                            deadLetters, DeadLetters.of(raw, "decode", e.getMessage())));
        }
    }
}
