/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambidex.flink.check.Invariant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What is checked by other processes, with the commands that a user has. */
final class Checks {
    private static final int LAST_LINES = 3;

    private final Path home;
    private final ChaosFolder folder;
    private final PrintWriter out;

    Checks(Path home, ChaosFolder folder, PrintWriter out) {
        this.home = home;
        this.folder = folder;
        this.out = out;
    }

    /** {@code ambidex verify}: what must be true, with its figures. */
    List<Invariant> verify() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        int status = ambidex(said, "verify", "--report", folder.invariants().toString());
        if (!Files.exists(folder.invariants())) {
            throw new IOException("ambidex verify ended with " + status + ": " + last(said));
        }
        List<Invariant> invariants = new ArrayList<>();
        for (JsonNode invariant :
                new ObjectMapper().readTree(folder.invariants().toFile()).path("invariants")) {
            invariants.add(
                    new Invariant(
                            invariant.path("name").asText(),
                            invariant.path("holds").asBoolean(),
                            invariant.path("figures").asText()));
        }
        return invariants;
    }

    /** {@code ambidex replay}: an undisturbed run on the same topics gives the same bits. */
    Invariant replay() throws IOException, InterruptedException {
        out.println("training again, undisturbed, on the same topics ...");
        out.flush();
        List<String> said = new ArrayList<>();
        int status = ambidex(said, "replay");
        return new Invariant(
                "an undisturbed run on the same topics learns the same bits",
                status == 0,
                last(said));
    }

    private static String last(List<String> lines) {
        Deque<String> last = new ArrayDeque<>(lines);
        while (last.size() > LAST_LINES) {
            last.removeFirst();
        }
        return String.join("; ", last);
    }

    private int ambidex(List<String> said, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin/ambidex").toString(),
                                command,
                                "--config",
                                folder.config().toString()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(said::add);
        }
        Files.write(folder.root().resolve(command + ".txt"), said);
        return process.waitFor();
    }
}
