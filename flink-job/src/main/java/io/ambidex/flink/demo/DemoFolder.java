/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.flink.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one run: what is left for a user to look at.
 *
 * @param root the folder
 */
public record DemoFolder(Path root) {
    private static final String MARKER = ".ambidex-demo";

    /** The broker's data: all topics. */
    Path kafka() {
        return root.resolve("kafka");
    }

    /** The model files. */
    Path models() {
        return root.resolve("models");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path log() {
        return root.resolve("demo.log");
    }

    Path summary() {
        return root.resolve("summary.json");
    }

    /**
     * Makes the folder ready for a new run. What an earlier run has left is removed; what is not
     * from a run is never touched.
     *
     * @throws CommandException when something of that name is there that no run has made
     */
    public void prepare() throws IOException {
        List<Path> ours = List.of(kafka(), models(), checkpoints(), log(), summary());
        if (Files.exists(root.resolve(MARKER))) {
            for (Path path : ours) {
                delete(path);
            }
        } else {
            for (Path path : ours) {
                if (Files.exists(path)) {
                    throw CommandException.usage(
                            path
                                    + " is there, and not from a demo: choose another folder with --out");
                }
            }
            Files.createDirectories(root);
            Files.createFile(root.resolve(MARKER));
        }
        Files.createDirectories(models());
        Files.createDirectories(checkpoints());
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
