/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.kafka.KafkaOutputs;
import io.ambidex.connectors.kafka.OutputRecord;
import io.ambidex.connectors.kafka.OutputRecords;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.TopicOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The job's outputs: all topics through one sink with one subtask, so one transaction covers them.
 */
final class KafkaResults {

    /** What follows the trainer must not take its slot with the GPU. */
    static final String DEFAULT_SLOT = "default";

    private final Configuration options;
    private final List<DataStream<OutputRecord>> outputs = new ArrayList<>();

    KafkaResults(Configuration options) {
        this.options = options;
    }

    void addPredictions(Pipeline pipeline) {
        add(pipeline.predictions(), TopicOptions.PREDICTIONS, OutputRecords::prediction);
    }

    void addTraining(Pipeline pipeline) {
        add(pipeline.monitors(), TopicOptions.IMBALANCE, OutputRecords::monitor);
        add(pipeline.publishedVersions(), TopicOptions.MODEL_UPDATES, OutputRecords::modelUpdate);
        add(pipeline.ledger(), TopicOptions.LEDGER, OutputRecords::ledgerEntry);
    }

    void addAlerts(Pipeline pipeline) {
        add(pipeline.alerts(), TopicOptions.ALERTS, OutputRecords::alert);
    }

    void addDeadLetters(List<DataStream<DeadLetter>> letters) {
        DataStream<DeadLetter> all = letters.get(0);
        for (DataStream<DeadLetter> more : letters.subList(1, letters.size())) {
            all = all.union(more);
        }
        add(all, TopicOptions.DEAD_LETTERS, OutputRecords::deadLetter);
    }

    void write() {
        DataStream<OutputRecord> all = outputs.get(0);
        for (DataStream<OutputRecord> more : outputs.subList(1, outputs.size())) {
            all = all.union(more);
        }
        all.sinkTo(
                        KafkaOutputs.sink(
                                KafkaSettings.connection(options),
                                options.get(ConnectionOptions.DELIVERY),
                                options.get(ConnectionOptions.TRANSACTIONAL_ID_PREFIX),
                                options.get(ConnectionOptions.TRANSACTION_TIMEOUT)))
                .uid("write")
                .name("Write to Kafka")
                .setParallelism(1)
                .slotSharingGroup(DEFAULT_SLOT);
    }

    /** Encodes a record for its topic. */
    private interface Encoder<T> extends java.io.Serializable {
        OutputRecord encode(String topic, T record);
    }

    private <T> void add(DataStream<T> stream, ConfigOption<String> option, Encoder<T> encoder) {
        String topic = options.get(option);
        MapFunction<T, OutputRecord> encode = record -> encoder.encode(topic, record);
        outputs.add(
                stream.map(encode, OutputRecord.TYPE)
                        .uid("encode-" + option.key())
                        .name("Encode for " + topic)
                        .setParallelism(1)
                        // What follows the trainer must not take its slot with the GPU.
                        .slotSharingGroup(DEFAULT_SLOT));
    }
}
