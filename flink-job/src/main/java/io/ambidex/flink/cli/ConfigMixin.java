/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.options.OptionFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a job, as the commands that need them take them. */
final class ConfigMixin {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "YAML file with the options of the job; see `ambidex options`.")
    private Path file;

    @Mixin private OverridesMixin overrides;

    /** Reads the file and lays the overrides over it. */
    Configuration read() {
        if (!Files.isRegularFile(file)) {
            throw CommandException.usage("no such file: " + file);
        }
        Configuration configuration = OptionFiles.read(file);
        overrides.applyTo(configuration);
        return configuration;
    }
}
