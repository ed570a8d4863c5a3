/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JobJarITCase {

    @Test
    void theJobBringsItsOwnClassesAndItsConnector() throws IOException {
        assertThat(Layout.jobJarEntries())
                .contains(
                        "io/ambidex/flink/cli/JobMain.class",
                        "io/ambidex/connectors/schema/Prediction.class",
                        "io/ambidex/model/version/ModelVersion.class",
                        "org/apache/flink/connector/kafka/source/KafkaSource.class",
                        "org/apache/kafka/clients/consumer/KafkaConsumer.class",
                        "org/apache/avro/Schema.class");
    }

    @Test
    void whatBelongsIntoTheClustersLibIsNotInTheJob() throws IOException {
        assertThat(Layout.jobJarEntries())
                .noneMatch(e -> e.startsWith("ai/djl/"))
                .noneMatch(e -> e.startsWith("com/sun/jna/"))
                .noneMatch(e -> e.startsWith("org/apache/flink/runtime/"))
                .noneMatch(e -> e.startsWith("org/apache/flink/api/"))
                .noneMatch(e -> e.startsWith("org/apache/flink/connector/base/"))
                .noneMatch(e -> e.startsWith("org/slf4j/"))
                .noneMatch(e -> e.startsWith("org/apache/logging/"));
    }

    @Test
    void neitherBrokerNorMediaNativesAreInTheJob() throws IOException {
        assertThat(Layout.jobJarEntries())
                .noneMatch(e -> e.startsWith("kafka/server/"))
                .noneMatch(e -> e.startsWith("org/apache/kafka/metadata/"))
                .noneMatch(e -> e.startsWith("org/apache/kafka/raft/"))
                .noneMatch(e -> e.startsWith("scala/"))
                .noneMatch(e -> e.startsWith("org/bytedeco/"))
                .noneMatch(e -> e.startsWith("io/ambidex/deploy/"));
    }

    @Test
    void noPackageIsSplitBetweenTheJobAndTheClustersLib() throws IOException {
        Set<String> inJob =
                Layout.jobJarEntries().stream()
                        .filter(e -> e.endsWith(".class") && !e.startsWith("META-INF/"))
                        .map(e -> e.substring(0, e.lastIndexOf('/')))
                        .collect(Collectors.toSet());
        for (Path jar : Layout.jars("lib")) {
            assertThat(Layout.entries(jar).stream().filter(e -> e.endsWith(".class")))
                    .as(jar.getFileName().toString())
                    .noneMatch(
                            e -> inJob.contains(e.substring(0, Math.max(0, e.lastIndexOf('/')))));
        }
    }

    @Test
    void servicesOfAllItsPartsAreMerged() throws IOException {
        assertThat(Layout.jobJarEntries())
                .contains("META-INF/services/com.fasterxml.jackson.core.JsonFactory");
    }

    @Test
    void theManifestNamesTheMainClassAndTheVersion() throws IOException {
        try (JarFile jar = new JarFile(Layout.HOME.resolve("job/ambidex.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.ambidex.flink.cli.JobMain");
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isNotBlank();
        }
    }
}
