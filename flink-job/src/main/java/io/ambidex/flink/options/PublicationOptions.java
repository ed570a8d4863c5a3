/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import org.apache.flink.configuration.ConfigOption;

/** How model versions are published. */
public final class PublicationOptions {

    public static final ConfigOption<String> MODEL_NAME =
            key("publication.model-name")
                    .stringType()
                    .defaultValue("ambidex")
                    .withDescription(
                            "Name of the model in topics and paths: letters, digits, . _ and -.");

    public static final ConfigOption<String> DIRECTORY =
            key("publication.directory")
                    .stringType()
                    .defaultValue("file:///tmp/ambidex/models")
                    .withDescription(
                            "Where version files are written, for every task manager to read: any file "
                                    + "system of Flink.");

    public static final ConfigOption<Integer> INTERVAL_STEPS =
            key("publication.interval-steps")
                    .intType()
                    .defaultValue(50)
                    .withDescription("Steps from one version to the next.");

    public static final ConfigOption<String> PRIVATE_KEY =
            key("publication.private-key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the Ed25519 key (PEM, PKCS 8) that every version is signed with.");

    private PublicationOptions() {}
}
