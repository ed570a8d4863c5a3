/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import com.fasterxml.jackson.core.JacksonException;
import io.ambidex.flink.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Results of runs, one file each, named by fingerprint: what is there is not run again. A result is
 * there in full or not at all.
 */
final class ResultStore {
    private final Path folder;

    /**
     * @param folder is made if it is not there
     */
    ResultStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Where the result of a run is, or will be. */
    Path file(RunPlan plan, String fingerprint) {
        String readable = plan.method().replaceAll("[^A-Za-z0-9+.=_-]+", "_");
        String name = readable.length() > 60 ? readable.substring(0, 60) : readable;
        return folder.resolve(
                "%s-seed%d-%s.json".formatted(name, plan.seed(), fingerprint.substring(0, 12)));
    }

    /**
     * The result of a run that is done.
     *
     * @throws CommandException if its file is damaged
     */
    Optional<RunResult> find(RunPlan plan, String fingerprint) throws IOException {
        Path file = file(plan, fingerprint);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        RunResult result;
        try {
            result = Json.compact().readValue(file.toFile(), RunResult.class);
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        }
        if (result == null || !fingerprint.equals(result.fingerprint())) {
            throw damaged(file, "it is the result of another run", null);
        }
        return Optional.of(result);
    }

    /** Writes a result as a whole. */
    static void write(Path file, RunResult result) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Json.indented().writeValue(unfinished.toFile(), result);
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static CommandException damaged(Path file, String reason, Exception cause) {
        return CommandException.failed(
                "%s is damaged (%s): delete it, and the run is done again".formatted(file, reason),
                cause);
    }
}
