/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads published versions back. */
final class ModelFiles {
    private ModelFiles() {}

    /** What is wrong with the files; one line for each that is missing or has another digest. */
    static List<String> problems(Collection<ModelUpdate> versions) {
        List<String> problems = new ArrayList<>();
        for (ModelUpdate version : versions) {
            try {
                byte[] file = Files.readAllBytes(Path.of(URI.create(version.getPath())));
                VersionFile.read(file, version.getDigest(), ReadLimits.DEFAULT);
            } catch (IOException | BadModelVersionException | IllegalArgumentException e) {
                problems.add(version.getPath() + ": " + e.getMessage());
            }
        }
        return problems;
    }
}
