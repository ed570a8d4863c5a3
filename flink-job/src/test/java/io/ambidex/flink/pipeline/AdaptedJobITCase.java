/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.NetworkOptions;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job with low-rank adapters on an attention network that an earlier job has trained:
 * small versions, of which every one stands on the same frozen base.
 */
class AdaptedJobITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final int SCENES = 64;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir Path directory;

    /** The version that the earlier job published last. */
    private ModelUpdate base;

    @BeforeEach
    void earlierJob() throws Exception {
        JobUnderTest earlier = attention(KAFKA.newTopics(2), "earlier");
        base = last(versions(trainOn(earlier.with(TrainingOptions.METHOD, "joint"))));
    }

    @Test
    void smallVersionsAreServedAndAJobThatGoesOnFromASavepointMakesTheSameOnes() throws Exception {
        List<ModelUpdate> undisturbed = versions(trainOn(adapted(KAFKA.newTopics(2), "whole")));

        JobUnderTest job = adapted(KAFKA.newTopics(2), "halves");
        SimulatorOptions scenes = JobUnderTest.scenes(SCENES);
        AtomicLong gate = new AtomicLong(scenes.startMillis() + SCENES / 4 * 1_000L);
        Thread player = job.playBehind(gate, scenes);
        JobClient first = job.start(null);
        job.awaitTrained(1);
        String savepoint = job.stop(first, false);
        assertThat(job.trained()).isLessThan(SCENES);
        gate.set(Long.MAX_VALUE);
        player.join();
        JobClient second = job.start(savepoint);
        job.awaitTrained(SCENES);
        job.stop(second, true);

        List<ModelUpdate> versions = versions(job);
        assertThat(digests(versions)).isEqualTo(digests(undisturbed)).doesNotHaveDuplicates();
        assertThat(versions).hasSizeGreaterThan(2);
        for (ModelUpdate version : versions) {
            VersionFile file = read(version);
            assertThat(file.base()).isEqualTo(base.getDigest());
            assertThat(file.provenance().method()).isEqualTo("moka");
            assertThat(file.tensors().keySet())
                    .allMatch(name -> name.contains(".lora_") || name.startsWith("head."));
            assertThat(version.getSizeBytes()).isLessThan(base.getSizeBytes());
        }
        List<Prediction> predictions = job.committed(TopicRole.PREDICTIONS, Prediction.class);
        assertThat(predictions).hasSize(SCENES);
        assertThat(predictions)
                .extracting(p -> p.getModelNumber() + " " + p.getModelDigest())
                .as("every answer comes from a version that was published")
                .isSubsetOf(digests(versions));
        assertThat(predictions)
                .as("answers of adapters that have learned")
                .anyMatch(p -> p.getModelNumber() > 0);
        assertThat(last(job.committed(TopicRole.LEDGER, LedgerEntry.class)).getAdmitted())
                .isEqualTo(SCENES);
        assertThat(job.committed(TopicRole.ALERTS, Alert.class)).isEmpty();
        assertThat(job.committed(TopicRole.IMBALANCE, MonitorRecord.class))
                .allMatch(record -> record.getMethod().equals("moka"));
    }

    @Test
    void aPredictorThatDoesNotKnowTheBaseSaysSoAndAnswersOn() throws Exception {
        Topics topics = KAFKA.newTopics(2);
        JobUnderTest trainer = adapted(topics, "trainer").with(ServingOptions.ENABLED, false);
        List<ModelUpdate> versions = versions(trainOn(trainer));
        deleteBase(last(versions));

        JobUnderTest predictor =
                attention(topics, "predictor")
                        .with(TrainingOptions.ENABLED, false)
                        .with(TrainingOptions.METHOD, "joint");
        // One predictor tells once what it refuses.
        predictor.options().setString("flink.parallelism.default", "1");
        JobClient running = predictor.start(null);
        await().atMost(DEADLINE).until(() -> alerts(predictor).size() >= versions.size());
        await().atMost(DEADLINE)
                .until(
                        () ->
                                predictor.committed(TopicRole.PREDICTIONS, Prediction.class).size()
                                        >= SCENES);
        predictor.stop(running, true);

        assertThat(alerts(predictor)).hasSameSizeAs(versions);
        assertThat(alerts(predictor))
                .filteredOn(alert -> !alert.getAttributes().get("version").equals("0.0"))
                .hasSize(versions.size() - 1)
                .allSatisfy(
                        alert ->
                                assertThat(alert.getMessage())
                                        .contains(base.getDigest())
                                        .contains("is unknown: there is no file"));
        assertThat(predictor.committed(TopicRole.PREDICTIONS, Prediction.class))
                .hasSize(SCENES)
                .allMatch(p -> p.getModelNumber() == 0)
                .as("its own version 0, from the seed")
                .noneMatch(p -> digests(versions).contains("0 " + p.getModelDigest()));
    }

    private JobUnderTest adapted(Topics topics, String name) {
        return attention(topics, name)
                .with(NetworkOptions.INITIAL_WEIGHTS, base.getPath())
                .with(TrainingOptions.METHOD, "moka")
                .with(TrainingOptions.METHOD_OPTIONS, Map.of("rank", "2"))
                .with(TrainingOptions.OPTIMIZER, "adamw")
                .with(TrainingOptions.LEARNING_RATE, 0.001);
    }

    /** A job of this name with the smallest transformers and a fusion that attends. */
    private JobUnderTest attention(Topics topics, String name) {
        JobUnderTest job =
                new JobUnderTest(
                        KAFKA.connection(), KAFKA.uniqueName(), topics, directory.resolve(name));
        for (String modality : List.of("audio", "video")) {
            ModalityOptions.Of of = ModalityOptions.of(modality);
            job.with(of.encoder(), "patches").with(of.encoderOptions(), Map.of("size", "XS"));
        }
        return job.with(NetworkOptions.FUSION, "attention");
    }

    /** Plays all scenes, trains on every one, and publishes what was learned. */
    private static JobUnderTest trainOn(JobUnderTest job) throws Exception {
        job.play(JobUnderTest.scenes(SCENES));
        JobClient running = job.start(null);
        job.awaitTrained(SCENES);
        job.stop(running, true);
        return job;
    }

    /** The folder of what adapters stand on lies beside those of the versions. */
    private static void deleteBase(ModelUpdate adapted) throws Exception {
        Path models = path(adapted).getParent().getParent();
        List<Path> bases;
        try (Stream<Path> files = Files.list(models.resolve("base"))) {
            bases = files.toList();
        }
        assertThat(bases).hasSize(1);
        Files.delete(bases.get(0));
    }

    private static List<ModelUpdate> versions(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.MODEL_UPDATES, ModelUpdate.class);
    }

    private static List<Alert> alerts(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.ALERTS, Alert.class).stream()
                .filter(alert -> alert.getKind().equals(Alerts.MODEL_VERSION_REFUSED))
                .toList();
    }

    private static List<String> digests(List<ModelUpdate> versions) {
        return versions.stream().map(v -> v.getNumber() + " " + v.getDigest()).toList();
    }

    private static VersionFile read(ModelUpdate version) throws Exception {
        return VersionFile.read(
                Files.readAllBytes(path(version)), version.getDigest(), ReadLimits.DEFAULT);
    }

    private static Path path(ModelUpdate version) {
        return Path.of(URI.create(version.getPath()).getPath());
    }

    private static <T> T last(List<T> values) {
        return values.get(values.size() - 1);
    }
}
