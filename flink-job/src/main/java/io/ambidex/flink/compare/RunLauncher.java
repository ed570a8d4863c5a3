/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a {@link RunProcess} for every run, with this JVM's class path and properties. */
final class RunLauncher {
    private static final List<String> PROPERTIES =
            List.of("log4j2.configurationFile", "log.file", "ambidex.home", "jna.tmpdir");
    private static final long HEAP_BESIDE_EXAMPLES = 384L << 20;

    private final Path examples;
    private final String identity;
    private final boolean keepsWeights;

    /**
     * @param examples file with the examples
     * @param identity what tells them from other examples
     * @param keepsWeights whether what a run has learned is written beside its result
     */
    RunLauncher(Path examples, String identity, boolean keepsWeights) {
        this.examples = examples;
        this.identity = identity;
        this.keepsWeights = keepsWeights;
    }

    /**
     * Runs a plan and waits for it.
     *
     * @param result file for the result
     * @throws CommandException if the run fails, with its own words
     * @throws InterruptedException if this thread is interrupted; the process has then ended
     */
    void run(RunPlan plan, Path result, MethodRun.Progress progress)
            throws IOException, InterruptedException {
        Path planFile = result.resolveSibling(result.getFileName() + ".plan");
        Path errors = result.resolveSibling(result.getFileName() + ".errors");
        Json.compact().writeValue(planFile.toFile(), plan);
        Process process =
                new ProcessBuilder(command(planFile, result))
                        .redirectError(errors.toFile())
                        .start();
        try {
            read(process, progress);
            int status = process.waitFor();
            if (status != 0) {
                throw CommandException.failed(reason(errors, status));
            }
        } finally {
            end(process);
            Files.deleteIfExists(planFile);
            Files.deleteIfExists(errors);
        }
    }

    private List<String> command(Path plan, Path result) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx" + (2 * Files.size(examples) + HEAP_BESIDE_EXAMPLES));
        for (String name : PROPERTIES) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(RunProcess.class.getName());
        command.add(examples.toString());
        command.add(identity);
        command.add(plan.toString());
        command.add(result.toString());
        if (keepsWeights) {
            command.add(KeptWeights.beside(result).toString());
        }
        return command;
    }

    private static void read(Process process, MethodRun.Progress progress)
            throws IOException, InterruptedException {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int slash = line.indexOf('/');
                if (slash > 0 && line.chars().allMatch(c -> c == '/' || c >= '0' && c <= '9')) {
                    progress.step(
                            Long.parseLong(line.substring(0, slash)),
                            Long.parseLong(line.substring(slash + 1)));
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String reason(Path errors, int status) throws IOException {
        List<String> lines =
                Files.readAllLines(errors).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "the process of the run ended with status " + status
                : lines.get(lines.size() - 1);
    }
}
