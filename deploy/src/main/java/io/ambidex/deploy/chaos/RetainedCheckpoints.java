/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that outlive the job manager that made them. */
final class RetainedCheckpoints {
    private final Path folder;

    /**
     * @param folder {@code execution.checkpointing.dir} of the job
     */
    RetainedCheckpoints(Path folder) {
        this.folder = folder;
    }

    /**
     * The newest that is complete, of whichever submission of the job: its metadata is moved into
     * place when all else is written.
     */
    Optional<Path> newest() throws IOException {
        try (Stream<Path> files = Files.walk(folder, 3)) {
            List<Path> complete =
                    files.filter(f -> f.getFileName().toString().equals("_metadata")).toList();
            return complete.stream()
                    .max(Comparator.comparing(RetainedCheckpoints::modified))
                    .map(Path::getParent);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                // An old one was removed meanwhile.
                return newest();
            }
            throw e.getCause();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
