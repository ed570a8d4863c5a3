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
    private static final Pattern HEAP = Pattern.compile("heap\\s+total \\d+K, used (\\d+)K");

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
        return heapInfo(METASPACE, "metaspace");
    }

    /**
     * Heap in use, in KiB; what nobody reaches any more counts until it is collected.
     *
     * @throws IOException also for a collector whose heap is no single area: G1 is one that is
     */
    public long heapKib() throws IOException, InterruptedException {
        return heapInfo(HEAP, "heap");
    }

    private long heapInfo(Pattern used, String what) throws IOException, InterruptedException {
        for (String line : jcmd("GC.heap_info")) {
            Matcher matcher = used.matcher(line);
            if (matcher.find()) {
                return Long.parseLong(matcher.group(1));
            }
        }
        throw new IOException("jcmd %d GC.heap_info does not tell the %s".formatted(pid, what));
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
