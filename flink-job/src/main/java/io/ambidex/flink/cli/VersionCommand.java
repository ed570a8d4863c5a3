/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;

/** Prints the versions of Ambidex and of what it runs on. */
@Command(name = "version", description = "Print the versions of Ambidex and of what it runs on.")
final class VersionCommand extends BaseCommand {
    @Override
    public Integer call() {
        out().println("ambidex " + ambidexVersion());
        out().println("flink " + EnvironmentInformation.getVersion());
        out().println("kafka-clients " + AppInfoParser.getVersion());
        out().println("java " + System.getProperty("java.version"));
        return ExitStatus.OK;
    }

    /** The version that the job jar's manifest names; {@code development} outside of it. */
    static String ambidexVersion() {
        return implementationVersion(Ambidex.class);
    }

    private static String implementationVersion(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
