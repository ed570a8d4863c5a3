/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.local.EmbeddedKafka;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/demo.sh} as a user runs it; then what it has left is read again. */
class DemoE2ECase {
    private static final int CLIPS = 60;

    @TempDir private static Path out;
    private static CommandResult demo;
    private static JsonNode summary;

    @BeforeAll
    static void run() throws Exception {
        demo = demo("--clips", Integer.toString(CLIPS), "--seed", "7", "--out", out.toString());
        assertThat(demo.exitStatus()).as(demo.out() + demo.err()).isZero();
        summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    }

    @Test
    void theSummaryHasEveryField() {
        assertThat(summary.fieldNames())
                .toIterable()
                .contains(
                        "clips",
                        "clipsWithMissingModality",
                        "predictions",
                        "examplesTrained",
                        "labelsExpired",
                        "nonRepeatableDecisions",
                        "deadLetters",
                        "steps",
                        "modelVersions",
                        "finalModel",
                        "prequentialAccuracy",
                        "discrepancyRatio",
                        "fisherTrace",
                        "freshnessMillis",
                        "examplesPerSecond",
                        "seed",
                        "method",
                        "story");
        assertThat(summary.get("clips").asInt()).isEqualTo(CLIPS);
        assertThat(summary.get("predictions").asInt()).isEqualTo(CLIPS);
        assertThat(summary.get("nonRepeatableDecisions").asInt()).isZero();
        assertThat(summary.get("seed").asLong()).isEqualTo(7);
        assertThat(summary.get("prequentialAccuracy").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("joint", "audio", "video");
    }

    @Test
    void theTopicsSayTheSameAsTheSummary() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(out.resolve("kafka"))) {
            KafkaConnection connection = kafka.connection();
            List<Prediction> predictions =
                    CommittedRecords.of(
                            connection, TopicRole.PREDICTIONS.defaultName(), Prediction.class);
            assertThat(predictions)
                    .extracting(p -> p.getStreamId() + " " + p.getWindowStartMillis())
                    .hasSize(CLIPS)
                    .doesNotHaveDuplicates();
            List<ModelUpdate> versions =
                    CommittedRecords.of(
                            connection, TopicRole.MODEL_UPDATES.defaultName(), ModelUpdate.class);
            assertThat(versions).hasSize(summary.get("modelVersions").asInt());
            Set<String> digests =
                    versions.stream().map(ModelUpdate::getDigest).collect(Collectors.toSet());
            assertThat(predictions).allMatch(p -> digests.contains(p.getModelDigest()));
            for (ModelUpdate version : versions) {
                byte[] file = Files.readAllBytes(Path.of(URI.create(version.getPath())));
                assertThat(
                                VersionFile.read(file, version.getDigest(), ReadLimits.DEFAULT)
                                        .toBytes())
                        .isEqualTo(file);
            }
            List<LedgerEntry> ledger =
                    CommittedRecords.of(
                            connection, TopicRole.LEDGER.defaultName(), LedgerEntry.class);
            assertThat(ledger.get(ledger.size() - 1).getEndExample())
                    .isEqualTo(summary.get("examplesTrained").asLong());
        }
    }

    @Test
    void theStoryIsToldOfTwoLearnersInEveryPart() {
        assertThat(demo.out()).contains("page     http://127.0.0.1:");
        assertThat(summary.at("/story/shadowMethod").asText()).isEqualTo("joint");
        assertThat(summary.at("/story/parts"))
                .extracting(part -> part.get("name").asText())
                .containsExactly("clean", "audio noise=-10dB", "audio silence", "clean");
        assertThat(summary.at("/story/parts/0/main/servable/whole").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("joint", "audio", "video");
        assertThat(summary.at("/story/parts/0/shadow/examples"))
                .isEqualTo(summary.at("/story/parts/0/main/examples"));
    }

    @Test
    void aBadDegradationIsOneLineThatNamesTheLimits() throws Exception {
        CommandResult wrong = demo("--degrade", "audio@10:90dB");
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.err().lines())
                .singleElement()
                .asString()
                .contains("audio@10:90dB", "-40..60dB");
    }

    @Test
    void aWrongOptionIsOneLineAndExitStatusTwo() throws Exception {
        CommandResult wrong = demo("--clisp", "3");
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.err().lines()).singleElement().asString().contains("--clips");
    }

    @Test
    void anUnknownMethodIsRefusedBeforeAnythingIsStarted() throws Exception {
        CommandResult wrong = demo("--method", "ogm-eg", "--out", out.resolve("method").toString());
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.out()).doesNotContain("broker");
        assertThat(wrong.err().lines()).singleElement().asString().contains("ogm-eg", "ogm-ge");
    }

    @Test
    void aMissingMediaFolderIsOneLineAndExitStatusTwo() throws Exception {
        CommandResult wrong =
                demo(
                        "--media",
                        out.resolve("nothing").toString(),
                        "--label",
                        "word",
                        "--out",
                        out.resolve("media").toString());
        assertThat(wrong.exitStatus()).isEqualTo(2);
        assertThat(wrong.err().lines()).singleElement().asString().contains("no such folder");
    }

    private static CommandResult demo(String... arguments) throws Exception {
        return CommandResult.of(
                Stream.concat(
                                Stream.of(Layout.SCRIPTS.resolve("demo.sh").toString()),
                                Stream.of(arguments))
                        .toList(),
                Map.of("AMBIDEX_HOME", Layout.HOME.toString()),
                Duration.ofMinutes(4));
    }
}
