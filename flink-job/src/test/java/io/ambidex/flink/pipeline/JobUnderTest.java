/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestTopic;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TopicOptions;
import io.ambidex.flink.options.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The whole job against topics of its own: options, input and what came out. */
public final class JobUnderTest {

    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private static final Map<TopicRole, ConfigOption<String>> OUTPUTS =
            Map.of(
                    TopicRole.LABELS, TopicOptions.LABELS,
                    TopicRole.CONTROL, TopicOptions.CONTROL,
                    TopicRole.PREDICTIONS, TopicOptions.PREDICTIONS,
                    TopicRole.IMBALANCE, TopicOptions.IMBALANCE,
                    TopicRole.MODEL_UPDATES, TopicOptions.MODEL_UPDATES,
                    TopicRole.LEDGER, TopicOptions.LEDGER,
                    TopicRole.DEAD_LETTERS, TopicOptions.DEAD_LETTERS,
                    TopicRole.ALERTS, TopicOptions.ALERTS);

    private final KafkaConnection connection;
    private final Topics topics;
    private final Path directory;
    private final Configuration options = new Configuration();

    public JobUnderTest(KafkaExtension kafka, Topics topics, Path directory) {
        this(kafka.connection(), kafka.uniqueName(), topics, directory);
    }

    /**
     * @param connection for the test's own clients, and for the job unless its options say
     *     otherwise
     * @param name of the consumer group and of the transactions
     */
    public JobUnderTest(KafkaConnection connection, String name, Topics topics, Path directory) {
        this.connection = connection;
        this.topics = topics;
        this.directory = directory;
        options.set(ConnectionOptions.BOOTSTRAP_SERVERS, connection.bootstrapServers());
        options.set(ConnectionOptions.GROUP_ID, name);
        options.set(ConnectionOptions.EMPTY_INPUT_TIMEOUT, Duration.ZERO);
        options.set(ConnectionOptions.TRANSACTIONAL_ID_PREFIX, name);
        options.set(ModalityOptions.of("audio").topic(), topics.name(TopicRole.AUDIO));
        options.set(ModalityOptions.of("video").topic(), topics.name(TopicRole.VIDEO));
        OUTPUTS.forEach((role, option) -> options.set(option, topics.name(role)));
        options.set(PublicationOptions.DIRECTORY, directory.resolve("models").toUri().toString());
        options.set(LabelOptions.CLASSES, new Simulator(scenes(1)).classes());
        options.set(PublicationOptions.INTERVAL_STEPS, 2);
        options.set(TrainingOptions.BATCH_SIZE, 8);
        options.setString("flink.execution.checkpointing.interval", "300 ms");
        options.setString("flink.parallelism.default", "2");
    }

    public <T> JobUnderTest with(ConfigOption<T> option, T value) {
        options.set(option, value);
        return this;
    }

    public Configuration options() {
        return options;
    }

    public static SimulatorOptions scenes(int count) {
        return SimulatorOptions.builder()
                .seed(5)
                .scenes(count)
                .streams(Math.min(2, count))
                .labelDelay(Duration.ofMillis(100), Duration.ofSeconds(2))
                .build();
    }

    /** Publishes scenes and the ends of all partitions. */
    public void play(SimulatorOptions scenes) {
        play(scenes, PlayerOptions.DEFAULT, FlowControl.UNLIMITED);
    }

    /**
     * Publishes scenes up to the event time that {@code gate} holds, then waits until the gate is
     * opened by {@link Long#MAX_VALUE}.
     */
    public Thread playBehind(AtomicLong gate, SimulatorOptions scenes) {
        PlayerOptions close = PlayerOptions.DEFAULT.withMaxLead(Duration.ofMillis(10));
        Thread player = new Thread(() -> play(scenes, close, gate::get), "player");
        player.start();
        return player;
    }

    private void play(SimulatorOptions scenes, PlayerOptions pace, FlowControl flow) {
        Simulator simulator = new Simulator(scenes);
        PlayerTopics played =
                new PlayerTopics(
                        topics.name(TopicRole.AUDIO),
                        topics.name(TopicRole.VIDEO),
                        topics.name(TopicRole.LABELS));
        try (MediaPlayer player = MediaPlayer.connect(connection, played, pace, flow)) {
            player.play(simulator.streams());
        }
    }

    public TestTopic topic(TopicRole role) {
        return new TestTopic(connection, topics.name(role));
    }

    public <T extends SpecificRecord> List<T> committed(TopicRole role, Class<T> type)
            throws Exception {
        return topic(role).decodeCommitted().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Examples that have been trained on, as committed monitor records tell. */
    public long trained() throws Exception {
        return committed(TopicRole.IMBALANCE, MonitorRecord.class).stream()
                .mapToLong(MonitorRecord::getExamples)
                .sum();
    }

    /** Waits until so many examples have been trained on. */
    public void awaitTrained(long examples) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> trained() >= examples);
    }

    /** Writes the options to a file, as the commands take it. */
    public Path writeConfig() throws IOException {
        String lines =
                options.toMap().entrySet().stream()
                        .map(e -> e.getKey() + ": '" + e.getValue().replace("'", "''") + "'")
                        .collect(Collectors.joining("\n"));
        return Files.writeString(directory.resolve("ambidex.yaml"), lines);
    }

    /** Starts the job, from a savepoint when one is given. */
    public JobClient start(String savepoint) throws Exception {
        Configuration flink = AmbidexJob.flinkOptions(options);
        if (savepoint != null) {
            flink.setString("execution.state-recovery.path", savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        AmbidexJob.addTo(env, options);
        return env.executeAsync(AmbidexJob.name(options));
    }

    /** Stops the job with a savepoint; drained, it uses all that waits and publishes it. */
    public String stop(JobClient job, boolean drain) throws Exception {
        return job.stopWithSavepoint(
                        drain,
                        directory.resolve("savepoints").toUri().toString(),
                        SavepointFormatType.CANONICAL)
                .get();
    }
}
