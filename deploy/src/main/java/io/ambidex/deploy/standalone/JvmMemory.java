/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another JVM of this machine uses, seen from outside: with {@code /proc} and with {@code
 * jcmd} of this JDK.
 *
 * @param pid its process id
 */
public record JvmMemory(long pid) {
    private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");
    private static final Pattern CODE = Pattern.compile("max_used=(\\d+)Kb");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    /**
     * Resident memory of the process, in KiB; 0 where the system has no {@code /proc}.
     *
     * @throws IOException if the process is gone
     */
    public long residentKib() throws IOException {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return 0;
        }
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** Has it collect its garbage, class loaders included. */
    public void collectGarbage() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    /** Metaspace in use, in KiB. */
    public long metaspaceKib() throws IOException, InterruptedException {
        return find("GC.heap_info", METASPACE);
    }

    /** Heap of all objects that are reachable, in KiB; collects garbage first. */
    public long reachableKib() throws IOException, InterruptedException {
        return find("GC.class_histogram", TOTAL) / 1024;
    }

    private long find(String command, Pattern figure) throws IOException, InterruptedException {
        for (String line : jcmd(command)) {
            Matcher matcher = figure.matcher(line);
            if (matcher.find()) {
                return Long.parseLong(matcher.group(1));
            }
        }
        throw new IOException("jcmd %d %s does not tell %s".formatted(pid, command, figure));
    }

    /** Most that compiled code has ever used of its cache, in KiB. */
    public long codeKib() throws IOException, InterruptedException {
        long kib = 0;
        for (String line : jcmd("Compiler.codecache")) {
            Matcher used = CODE.matcher(line);
            if (used.find()) {
                kib += Long.parseLong(used.group(1));
            }
        }
        return kib;
    }

    /** Objects of exactly this class that are reachable; collects garbage first. */
    public long reachable(String className) throws IOException, InterruptedException {
        // "   3:          1234         98720  some.Class (module)"
        return jcmd("GC.class_histogram").stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length >= 4 && fields[3].equals(className))
                .mapToLong(fields -> Long.parseLong(fields[1]))
                .sum();
    }

    private List<String> jcmd(String command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            throw new IOException(tool + " is not there: measuring memory needs a JDK");
        }
        Process process =
                new ProcessBuilder(tool.toString(), Long.toString(pid), command)
                        .redirectErrorStream(true)
                        .start();
        List<String> lines = process.inputReader().lines().toList();
        if (process.waitFor() != 0) {
            throw new IOException(
                    "jcmd %d %s ended with %d: %s"
                            .formatted(
                                    pid, command, process.exitValue(), String.join("; ", lines)));
        }
        return lines;
    }
}
