/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Clips that were rendered ahead, until they are played. */
    Path spool() {
        return root.resolve("spool");
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

    /** Makes the folder. */
    void create() throws IOException {
        for (Path folder : new Path[] {broker(), checkpoints(), models()}) {
            Files.createDirectories(folder);
        }
    }
}
