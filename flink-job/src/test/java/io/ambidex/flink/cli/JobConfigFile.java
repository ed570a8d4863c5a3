/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A configuration file for a job with topics of its own. */
final class JobConfigFile {
    private JobConfigFile() {}

    /** Writes the file into the folder; {@code further} goes before everything else. */
    static Path write(
            Path folder, KafkaConnection kafka, Topics topics, Map<String, String> further)
            throws IOException {
        Map<String, String> options = new TreeMap<>();
        options.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        for (TopicRole role : TopicRole.values()) {
            switch (role) {
                case AUDIO, VIDEO ->
                        options.put("modality." + role.defaultName() + ".topic", topics.name(role));
                case FEATURES -> {}
                default -> options.put("topics." + role.defaultName(), topics.name(role));
            }
        }
        options.putAll(further);
        String yaml =
                options.entrySet().stream()
                        .map(option -> option.getKey() + ": " + option.getValue() + "\n")
                        .collect(Collectors.joining());
        return Files.writeString(Files.createTempFile(folder, "job", ".yaml"), yaml);
    }
}
