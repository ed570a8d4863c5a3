/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import io.ambidex.flink.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What the commands share that run processes and leave a folder of what these did. */
public final class RunMixin {
    /** How long the processes of a run may take to end when a user ends it. */
    public static final Duration CLEANUP_PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder of the run: topics, models, logs and report. Must be empty.")
    private Path out;

    /**
     * The folder of the run.
     *
     * @throws CommandException when it is there and holds anything
     */
    public Path emptyFolder() throws IOException {
        Path folder = out.toAbsolutePath().normalize();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw CommandException.usage(
                            folder + " is not empty: choose another folder with --out");
                }
            }
        }
        return folder;
    }

    /**
     * Where Ambidex is installed.
     *
     * @throws CommandException when the start script has not said so
     */
    public Path home() {
        String home = System.getProperty("ambidex.home");
        if (home == null) {
            throw CommandException.usage("the system property ambidex.home is not set");
        }
        return Path.of(home).toAbsolutePath();
    }

    /**
     * Checks a number of the command line.
     *
     * @throws CommandException when it is not a finite number above 0
     */
    public static void requireAbove(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw CommandException.usage(option + " must be above 0, but is " + value);
        }
    }
}
