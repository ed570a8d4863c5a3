/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.Topics;
import io.ambidex.flink.local.KafkaExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopicsCommandITCase {
    @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void topicsAreCreatedOnceWithTheSettingsTheyNeed() throws Exception {
        String config = config("created");
        assertThat(topics("validate", config)).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("topic created-labels does not exist");

        assertThat(topics("create", config)).as(() -> err.toString()).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("created created-labels");
        assertThat(topics("create", config)).as(() -> err.toString()).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("exists  created-labels");
        assertThat(topics("validate", config)).isEqualTo(ExitStatus.OK);
    }

    @Test
    void aTopicWithAnotherSettingIsFound() throws Exception {
        String config = config("changed");
        assertThat(topics("create", config)).as(() -> err.toString()).isEqualTo(ExitStatus.OK);
        ConfigResource audio = new ConfigResource(ConfigResource.Type.TOPIC, "changed-audio");
        AlterConfigOp shorter =
                new AlterConfigOp(
                        new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(KAFKA.connection().properties())) {
            admin.incrementalAlterConfigs(Map.of(audio, List.of(shorter))).all().get();
        }
        // The broker learns of the change a little later.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> topics("validate", config) == ExitStatus.FAILED);
        assertThat(err.toString()).contains("changed-audio", "retention.ms -1", "1000");
    }

    private String config(String prefix) throws IOException {
        Topics topics = Topics.defaults().withPrefix(prefix + "-");
        return JobConfigFile.write(folder, KAFKA.connection(), topics, Map.of()).toString();
    }

    private int topics(String command, String config) {
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute("topics", command, "--config", config);
    }
}
