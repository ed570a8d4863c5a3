/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a command in a process of its own came to.
 *
 * @param exitStatus its exit status
 * @param out what it printed
 * @param err what it printed on its error stream
 */
record CommandResult(int exitStatus, String out, String err) {

    /** Runs a command to its end; kills it when that takes longer than {@code patience}. */
    static CommandResult of(
            List<String> command, Map<String, String> environment, Duration patience)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile("command", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Path out = Files.createTempFile("command", ".out");
            Process process = builder.redirectOutput(out.toFile()).start();
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            command
                                    + " took longer than "
                                    + patience
                                    + ": "
                                    + Files.readString(out));
                }
                return new CommandResult(
                        process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.deleteIfExists(out);
            }
        } finally {
            Files.deleteIfExists(err);
        }
    }
}
