/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** How the job reaches Kafka and how it reads and writes there. */
public final class ConnectionOptions {

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            key("kafka.bootstrap.servers")
                    .stringType()
                    .defaultValue("localhost:9092")
                    .withDescription(
                            "Brokers to connect to first, as host:port, separated by commas.");

    public static final ConfigOption<Map<String, String>> PROPERTIES =
            key("kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Further properties of every Kafka client, security among them: "
                                    + "kafka.properties.security.protocol and so on.");

    public static final ConfigOption<String> GROUP_ID =
            key("kafka.group.id")
                    .stringType()
                    .defaultValue("ambidex")
                    .withDescription(
                            "Consumer group under which progress is shown; where a job goes on is "
                                    + "decided by its checkpoint.");

    public static final ConfigOption<String> STARTING_OFFSETS =
            key("kafka.starting-offsets")
                    .stringType()
                    .defaultValue("earliest")
                    .withDescription(
                            "Where a job without a checkpoint begins to read the input topics: earliest, "
                                    + "latest, committed or timestamp:MILLIS.");

    public static final ConfigOption<Boolean> BOUNDED =
            key("kafka.bounded")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether to stop at the offsets that the input topics end with when the job "
                                    + "starts.");

    public static final ConfigOption<Integer> SOURCE_PARALLELISM =
            key("kafka.source-parallelism")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Parallel readers and decoders of every input topic; at most the partitions of "
                                    + "the smallest of them.");

    public static final ConfigOption<MemorySize> MAX_RECORD_BYTES =
            key("kafka.max-record-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(4))
                    .withDescription("An input record that is larger becomes a dead letter.");

    public static final ConfigOption<Duration> MAX_LEAD =
            key("kafka.max-lead")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "An input record whose event time is further ahead of its Kafka timestamp becomes "
                                    + "a dead letter.");

    public static final ConfigOption<DeliveryGuarantee> DELIVERY =
            key("kafka.delivery")
                    .enumType(DeliveryGuarantee.class)
                    .defaultValue(DeliveryGuarantee.EXACTLY_ONCE)
                    .withDescription(
                            "Guarantee of every output topic. With exactly-once a record is seen by "
                                    + "read_committed readers one checkpoint interval later.");

    public static final ConfigOption<String> TRANSACTIONAL_ID_PREFIX =
            key("kafka.transactional-id-prefix")
                    .stringType()
                    .defaultValue("ambidex")
                    .withDescription(
                            "Prefix of the transactional ids; two jobs on one Kafka cluster need two.");

    public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
            key("kafka.transaction-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(15))
                    .withDescription(
                            "How long a transaction may stay open; at most the broker's "
                                    + "transaction.max.timeout.ms, and longer than a restart takes.");

    public static final ConfigOption<Duration> ALIGNMENT_DRIFT =
            key("kafka.alignment-drift")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(2))
                    .withDescription(
                            "By how much event time the fastest input may lead the slowest before it waits; "
                                    + "0 turns alignment off.");

    public static final ConfigOption<Duration> IDLE_TIMEOUT =
            key("kafka.idle-timeout")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription(
                            "After how long without a record a partition stops holding back event time; 0 "
                                    + "means never. What it decides cannot be repeated.");

    public static final ConfigOption<Duration> EMPTY_INPUT_TIMEOUT =
            key("kafka.empty-input-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "How long, by the clock, a partition that has had no record since the job "
                                    + "started holds back event time; 0 means for ever. What it decides cannot "
                                    + "be repeated: set 0 where every partition gets records or heartbeats.");

    private ConnectionOptions() {}
}
