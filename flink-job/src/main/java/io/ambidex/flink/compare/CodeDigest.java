/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.training.version.ContentFiles;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.learning.Learner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Of the code that decides what a run gives, so that no result of an older build stands beside
 * those of a newer one: SHA-256 in hex over the class files and kernels of the model, and over
 * everything in the jars of methods that come from elsewhere.
 */
final class CodeDigest {
    private static final String MODEL = "io/ambidex/model";

    private CodeDigest() {}

    /** Of the code of this JVM's class path. */
    static String here() {
        URI model = source(Learner.class);
        SortedSet<URI> others = new TreeSet<>();
        for (BalancingMethodProvider provider : BalancingMethods.providers()) {
            others.add(source(provider.getClass()));
        }
        others.remove(model);
        StringBuilder digests = new StringBuilder(of(model, MODEL));
        others.forEach(other -> digests.append(of(other, "")));
        byte[] text = digests.toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(ContentFiles.sha256().digest(text));
    }

    /**
     * Of the files of a folder or a jar.
     *
     * @param folder only what lies below it; all for the empty one
     */
    static String of(URI source, String folder) {
        MessageDigest digest = ContentFiles.sha256();
        Path path = Path.of(source);
        try {
            if (Files.isDirectory(path)) {
                add(path, folder, digest);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    add(jar.getPath("/"), folder, digest);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static URI source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source.getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no place of code: " + source.getLocation(), e);
        }
    }

    /** Names and contents in the order of the names. */
    private static void add(Path root, String folder, MessageDigest digest) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        files.sort(Comparator.comparing(file -> name(root, file)));
        for (Path file : files) {
            digest.update(name(root, file).getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(file)) {
                digest.update(in.readAllBytes());
            }
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
