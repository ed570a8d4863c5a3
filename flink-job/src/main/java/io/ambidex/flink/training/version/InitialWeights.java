/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.version;

import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.Safetensors;
import io.ambidex.model.version.VersionFile;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.core.fs.Path;

/**
 * Weights to begin with, from any safetensors file: a version of ours or one that PyTorch wrote.
 */
public final class InitialWeights {

    /**
     * Reads the tensors of a file.
     *
     * @param path in any file system of Flink
     * @throws BadModelVersionException if the file is missing or no safetensors file; tells why
     */
    public static Map<String, HostTensor> read(String path) throws BadModelVersionException {
        try {
            byte[] file = ContentFiles.read(new Path(path), ReadLimits.DEFAULT.fileBytes());
            Safetensors content = Safetensors.read(file, ReadLimits.DEFAULT);
            String base = content.metadata().get(VersionFile.BASE);
            if (base != null) {
                throw new IllegalArgumentException(
                        "%s holds adapters for the model %s, not a whole model"
                                .formatted(path, base));
            }
            return content.tensors();
        } catch (IOException | IllegalArgumentException e) {
            throw new BadModelVersionException("initial weights: " + e.getMessage(), e);
        }
    }

    private InitialWeights() {}
}
