/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.version;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.BaseModel;
import io.ambidex.model.version.BaseModels;
import io.ambidex.model.version.ReadLimits;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.fs.Path;

/**
 * The models that adapters are put on, each written once to {@code DIRECTORY/base/HEX.safetensors}
 * and named by its digest: versions and checkpoints of adapters only tell the digest.
 */
public final class BaseFiles implements BaseModels {

    private final Path directory;
    private final String initialWeights;
    private final ReadLimits limits;

    /**
     * @param directory where the model's versions are
     * @param initialWeights version file that training began with, which may be a base too; null
     *     for none
     * @param limits of a file that is read
     */
    public BaseFiles(Path directory, String initialWeights, ReadLimits limits) {
        this.directory = directory;
        this.initialWeights = initialWeights;
        this.limits = limits;
    }

    /** Writes what a learner's adapters are put on, unless it has none or it is there. */
    public void keep(Learner learner) throws IOException {
        String digest = learner.baseDigest();
        if (digest != null && ContentFiles.sizeOf(path(digest)) < 0) {
            ContentFiles.writeWhole(path(digest), List.of(learner.base().toBytes()));
        }
    }

    @Override
    public BaseModel find(String digest) throws BadModelVersionException {
        Path path;
        try {
            path = path(digest);
            if (ContentFiles.sizeOf(path) >= 0) {
                return read(path, digest);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BaseModels.unknown(digest, e.getMessage());
        }
        if (initialWeights == null) {
            throw BaseModels.unknown(digest, "there is no file " + path);
        }
        try {
            return read(new Path(initialWeights), digest);
        } catch (IOException | IllegalArgumentException | BadModelVersionException e) {
            throw BaseModels.unknown(
                    digest,
                    "there is no file %s, and the initial weights are another: %s"
                            .formatted(path, e.getMessage()));
        }
    }

    private BaseModel read(Path path, String digest) throws IOException, BadModelVersionException {
        return BaseModel.read(ContentFiles.read(path, limits.fileBytes()), digest, limits);
    }

    private Path path(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + digest + "' is no SHA-256");
        }
        return new Path(new Path(directory, "base"), hex + ".safetensors");
    }
}
