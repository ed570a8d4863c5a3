/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells of a process that has ended though nobody asked it to. */
final class EndedProcess {
    private EndedProcess() {}

    /** What the process logs. */
    static Path log(Path folder, String name) {
        return folder.resolve(name + ".log");
    }

    /** What the process prints. */
    static Path output(Path folder, String name) {
        return folder.resolve(name + ".out");
    }

    /**
     * The failure to throw.
     *
     * @param name name of the process
     * @param pid its process id
     * @param folder holds its log and what it printed
     * @return names the process, the last that it said and both files
     */
    static IllegalStateException of(String name, long pid, Path folder) throws IOException {
        Path log = log(folder, name);
        Path output = output(folder, name);
        // A JVM that gives itself up for want of memory prints so; Flink logs why it ends.
        String words =
                last(output, line -> !line.isBlank())
                        .or(() -> last(log, line -> line.contains(" ERROR ")))
                        .orElse("it said nothing");
        return new IllegalStateException(
                "%s (process %d) has ended by itself: %s (see %s and %s)"
                        .formatted(name, pid, words.strip(), output, log));
    }

    private static Optional<String> last(Path file, Predicate<String> counts) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        // Read as Latin-1: whatever a dying process has left can be read so.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(counts).reduce((before, line) -> line);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
