/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a running cluster keeps its configuration, logs, process ids and state.
 *
 * @param root the folder
 */
record ClusterFolder(Path root) {
    Path conf() {
        return root.resolve("conf");
    }

    Path configFile() {
        return conf().resolve("config.yaml");
    }

    Path log() {
        return root.resolve("log");
    }

    Path run() {
        return root.resolve("run");
    }

    Path state() {
        return root.resolve("state");
    }

    Path tmp() {
        return root.resolve("tmp");
    }

    /** Holds {@code host:port} of the REST endpoint while the cluster runs. */
    Path addressFile() {
        return run().resolve("address");
    }

    void create() throws IOException {
        for (Path folder : List.of(conf(), log(), run(), state(), tmp())) {
            Files.createDirectories(folder);
        }
    }

    /** The processes that were started and not stopped yet, in the order of their names. */
    List<RunningProcess> processes() throws IOException {
        if (!Files.isDirectory(run())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run())) {
            return files.filter(f -> f.getFileName().toString().endsWith(RunningProcess.SUFFIX))
                    .sorted()
                    .map(RunningProcess::read)
                    .toList();
        }
    }
}
