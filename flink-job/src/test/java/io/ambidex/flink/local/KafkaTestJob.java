/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.kafka.Alignment;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.InputTimes;
import io.ambidex.connectors.kafka.KafkaInputs;
import io.ambidex.connectors.kafka.KafkaOutputs;
import io.ambidex.connectors.kafka.OutputRecord;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordLimits;
import io.ambidex.connectors.kafka.StartingOffsets;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.client.program.ClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A small job on the shared broker: sources and sink as in the real one, little between them. */
final class KafkaTestJob {
    static final long OUT_OF_ORDERNESS_MILLIS = 100;

    private final KafkaExtension kafka;
    private final Topics topics;
    private final String name;
    private final StreamExecutionEnvironment env;
    private JobClient job;

    /**
     * @param kafka the broker
     * @param topics the job's topics
     * @param name consumer group and prefix of the transactions
     * @param options options of Flink beyond those that hold for every job
     */
    KafkaTestJob(KafkaExtension kafka, Topics topics, String name, Configuration options) {
        this.kafka = kafka;
        this.topics = topics;
        this.name = name;
        Configuration configuration = new Configuration(options);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.configure(configuration);
        env.setParallelism(1);
    }

    StreamExecutionEnvironment env() {
        return env;
    }

    /** An input that is aligned with the others. */
    SingleOutputStreamOperator<RawRecord> timed(TopicRole role) {
        return input(role, strategy(role));
    }

    /** An input with a strategy of its own. */
    SingleOutputStreamOperator<RawRecord> input(
            TopicRole role, WatermarkStrategy<RawRecord> strategy) {
        KafkaSource<RawRecord> source =
                KafkaInputs.source(
                        kafka.connection(), topics.name(role), name, StartingOffsets.COMMITTED);
        return env.fromSource(source, strategy, role.defaultName()).uid(role.defaultName());
    }

    /** In order within 100 ms, and at most 2 s ahead of the slowest input. */
    static WatermarkStrategy<RawRecord> strategy(TopicRole role) {
        InputDecoder decoder = new InputDecoder(role, RecordLimits.DEFAULT);
        return InputTimes.aligned(
                InputTimes.inOrderWithin(
                        Duration.ofMillis(OUT_OF_ORDERNESS_MILLIS), Duration.ZERO, decoder),
                Alignment.ofInputs(Duration.ofSeconds(2)));
    }

    /** Writes alerts and dead letters, see {@link ObserveRecords}. */
    void observe(DataStream<RawRecord> records, DeliveryGuarantee guarantee) {
        records.process(new ObserveRecords(topics), OutputRecord.TYPE)
                .uid("observe")
                .sinkTo(KafkaOutputs.sink(kafka.connection(), guarantee, name))
                .uid("outputs");
    }

    void start() throws Exception {
        job = env.executeAsync(name);
    }

    JobClient client() {
        return job;
    }

    /** Waits until the job has taken a checkpoint; retries while its tasks are not all running. */
    void checkpoint(ClusterClient<?> cluster) {
        await().ignoreExceptions()
                .until(
                        () ->
                                cluster.triggerCheckpoint(job.getJobID(), CheckpointType.FULL)
                                                .get(60, TimeUnit.SECONDS)
                                        > 0);
    }

    /** Ends the job, if it was started, and waits for its end. */
    void cancel() throws Exception {
        if (job != null) {
            job.cancel().get(60, TimeUnit.SECONDS);
        }
    }

    static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100));
    }
}
