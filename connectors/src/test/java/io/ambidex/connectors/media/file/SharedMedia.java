/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recorded media that are not part of the repository, in the folder named by the system property
 * {@code ambidex.shared.dir}.
 */
public final class SharedMedia {
    private static final Path ROOT =
            Path.of(System.getProperty("ambidex.shared.dir", "../../shared")).resolve("data");

    private SharedMedia() {}

    /** A folder of recorded media; the calling test is skipped where it is not there. */
    public static Path folder(String name) {
        Path folder = ROOT.resolve(name);
        assumeTrue(
                Files.isDirectory(folder),
                () -> "skipped: there is no " + folder.toAbsolutePath().normalize());
        return folder;
    }

    /** The regular files below a folder, sorted. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
