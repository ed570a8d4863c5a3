/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A child process that outlives its launcher, remembered in a file.
 *
 * <p>The file holds the process id and the instant of its start, so that a number that the system
 * has given to another process since is never taken for ours.
 *
 * @param file where it is remembered
 * @param pid its process id
 * @param startedAt when it started; {@link Instant#EPOCH} when the system does not tell
 */
record RunningProcess(Path file, long pid, Instant startedAt) {
    static final String SUFFIX = ".pid";

    static RunningProcess remember(Path folder, String name, ProcessHandle process)
            throws IOException {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        Path file = folder.resolve(name + SUFFIX);
        Files.writeString(file, process.pid() + " " + start.toEpochMilli() + "\n");
        return new RunningProcess(file, process.pid(), start);
    }

    static RunningProcess read(Path file) {
        try {
            String[] fields = Files.readString(file).strip().split(" ");
            return new RunningProcess(
                    file,
                    Long.parseLong(fields[0]),
                    Instant.ofEpochMilli(Long.parseLong(fields[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException(file + " does not hold a process id and a time", e);
        }
    }

    String name() {
        String fileName = file.getFileName().toString();
        return fileName.substring(0, fileName.length() - SUFFIX.length());
    }

    boolean alive() {
        return handle().isPresent();
    }

    /** Asks the process to end, insists after {@code patience}, and forgets it. */
    void stop(Duration patience) throws IOException {
        Optional<ProcessHandle> handle = handle();
        if (handle.isPresent()) {
            handle.get().destroy();
            try {
                handle.get().onExit().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
            } catch (CompletionException e) {
                handle.get().destroyForcibly();
                handle.get().onExit().join();
            }
        }
        Files.deleteIfExists(file);
    }

    /** Ends the process without asking it, and forgets it. */
    void kill() throws IOException {
        handle().ifPresent(
                        process -> {
                            process.destroyForcibly();
                            process.onExit().join();
                        });
        Files.deleteIfExists(file);
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(
                        p ->
                                p.info().startInstant().orElse(Instant.EPOCH).toEpochMilli()
                                        == startedAt.toEpochMilli());
    }
}
