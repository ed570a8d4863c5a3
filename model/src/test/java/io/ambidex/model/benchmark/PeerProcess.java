/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The PyTorch side of the comparison, a child process: it is started with the pair and the number
 * of threads, answers {@code KIND N} on its standard input with wall and CPU milliseconds per step,
 * and runs only while it is asked.
 */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    /**
     * @param command interpreter and script, separated by a blank
     */
    PeerProcess(String command, BenchmarkPair pair) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.trim().split("\\s+")));
        words.add(pair.name().toLowerCase(Locale.ROOT));
        words.add("1");
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        // The allocator's settings are the Java side's; the peer runs as a user would run it.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("MALLOC_") || name.equals("GLIBC_TUNABLES"));
        process = builder.start();
        in =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        System.out.println("peer: " + out.readLine());
    }

    Measurement run(String kind, int steps) throws IOException {
        in.write(kind + " " + steps + "\n");
        in.flush();
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the peer ended");
        }
        String[] parts = line.split(" ");
        return new Measurement(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
