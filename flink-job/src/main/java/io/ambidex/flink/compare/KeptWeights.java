/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.training.version.ContentFiles;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.LedgerRange;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Provenance;
import io.ambidex.model.version.VersionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a run has learned, as a version file that {@code network.initial-weights} reads. */
final class KeptWeights {
    private static final String SUFFIX = ".safetensors";

    private KeptWeights() {}

    /** Beside the result of the run. */
    static Path beside(Path result) {
        return result.resolveSibling(
                result.getFileName().toString().replaceAll("[.]json$", SUFFIX));
    }

    /**
     * Writes the file whole.
     *
     * @param heldOut held-out accuracy, 0 to 1
     */
    static void write(Path file, Learner learner, String device, double heldOut)
            throws IOException {
        Provenance provenance =
                new Provenance(
                        ModelVersion.INITIAL,
                        null,
                        learner.steps(),
                        LedgerRange.NONE,
                        learner.method(),
                        learner.methodOptions(),
                        learner.networkSpec().classes(),
                        Map.of("heldOut", heldOut),
                        learner.seed(),
                        Environment.here(device),
                        System.currentTimeMillis());
        VersionFile version =
                new VersionFile(
                        learner.networkSpec(),
                        provenance,
                        learner.baseDigest(),
                        learner.exportTensors());
        ContentFiles.writeWhole(
                new org.apache.flink.core.fs.Path(file.toUri()), List.of(version.toBytes()));
    }
}
