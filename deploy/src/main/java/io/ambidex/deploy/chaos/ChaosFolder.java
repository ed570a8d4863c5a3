/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.flink.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder of a run: everything that it leaves.
 *
 * @param root the folder
 */
record ChaosFolder(Path root) {
    Path broker() {
        return root.resolve("broker");
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path models() {
        return root.resolve("models");
    }

    /** Options of the job, for {@code ambidex verify} and {@code ambidex replay}. */
    Path config() {
        return root.resolve("ambidex.yaml");
    }

    Path invariants() {
        return root.resolve("invariants.json");
    }

    Path report() {
        return root.resolve("report.md");
    }

    Path reportJson() {
        return root.resolve("report.json");
    }

    /**
     * Makes the folder.
     *
     * @throws CommandException when it is there and holds anything
     */
    void create() throws IOException {
        if (Files.isDirectory(root)) {
            try (Stream<Path> files = Files.list(root)) {
                if (files.findAny().isPresent()) {
                    throw CommandException.usage(
                            root + " is not empty: choose another folder with --out");
                }
            }
        }
        for (Path folder : new Path[] {broker(), checkpoints(), models()}) {
            Files.createDirectories(folder);
        }
    }
}
