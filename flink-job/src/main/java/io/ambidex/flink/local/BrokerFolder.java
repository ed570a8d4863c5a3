/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The folder in which a Kafka node keeps its log. */
public final class BrokerFolder {
    private BrokerFolder() {}

    /**
     * Makes a folder ready for a node with {@link BrokerProperties}; one that is ready already
     * stays as it is, with its topics.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public static void format(Path directory) throws IOException {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(directory);
        try (PrintStream silence =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .setPrintStream(silence)
                    .run();
        } catch (Exception e) {
            throw new IOException(directory + " cannot be made a Kafka data folder: " + e, e);
        }
    }
}
