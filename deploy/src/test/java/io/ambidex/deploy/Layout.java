/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The assembled folder that the tests use: the one of this build. */
final class Layout {
    static final Path HOME = Path.of("target", "ambidex").toAbsolutePath();
    static final Path SCRIPTS = Path.of("").toAbsolutePath();

    private Layout() {}

    /** Names of the entries of the job's jar. */
    static Set<String> jobJarEntries() throws IOException {
        return entries(HOME.resolve("job/ambidex.jar"));
    }

    static Set<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        }
    }

    /** The jars of a folder of the layout. */
    static List<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
