/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.flink.local.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopicsCommandITCase {
    @TempDir private static Path folder;
    private static EmbeddedKafka kafka;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() throws IOException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void topicsAreCreatedOnceWithTheSettingsTheyNeed() throws Exception {
        String config = config("created");
        assertThat(topics("validate", config)).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("topic created-labels does not exist");

        assertThat(topics("create", config)).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("created created-labels");
        assertThat(topics("create", config)).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("exists  created-labels");
        assertThat(topics("validate", config)).isEqualTo(ExitStatus.OK);
    }

    @Test
    void aTopicWithAnotherSettingIsFound() throws Exception {
        String config = config("changed");
        assertThat(topics("create", config)).isEqualTo(ExitStatus.OK);
        ConfigResource audio = new ConfigResource(ConfigResource.Type.TOPIC, "changed-audio");
        AlterConfigOp shorter =
                new AlterConfigOp(
                        new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(kafka.connection().properties())) {
            admin.incrementalAlterConfigs(Map.of(audio, List.of(shorter))).all().get();
        }
        assertThat(topics("validate", config)).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("changed-audio", "retention.ms -1", "1000");
    }

    private static String config(String prefix) throws IOException {
        StringBuilder yaml = new StringBuilder();
        yaml.append("kafka.bootstrap.servers: ").append(kafka.bootstrapServers()).append('\n');
        for (String topic :
                List.of(
                        "labels",
                        "control",
                        "predictions",
                        "imbalance",
                        "model-updates",
                        "ledger",
                        "dead-letters",
                        "alerts")) {
            yaml.append("topics.").append(topic).append(": ").append(prefix + "-" + topic);
            yaml.append('\n');
        }
        for (String modality : List.of("audio", "video")) {
            yaml.append("modality.").append(modality).append(".topic: ");
            yaml.append(prefix).append('-').append(modality).append('\n');
        }
        return Files.writeString(folder.resolve(prefix + ".yaml"), yaml).toString();
    }

    private int topics(String command, String config) {
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute("topics", command, "--config", config);
    }
}
