/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.options.NetworkOptions;
import io.ambidex.flink.training.version.ContentFiles;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.ReadLimits;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.Path;

/**
 * Weights that the runs begin with.
 *
 * @param path of a safetensors file, in any file system of Flink
 * @param digest SHA-256 of its bytes in hex
 */
record WeightsFile(String path, String digest) {

    /**
     * As the options of a job name them; null when they name none.
     *
     * @throws CommandException if the file cannot be read
     */
    static WeightsFile of(Configuration job) {
        String path = job.getOptional(NetworkOptions.INITIAL_WEIGHTS).orElse(null);
        if (path == null) {
            return null;
        }
        try {
            byte[] file = ContentFiles.read(new Path(path), ReadLimits.DEFAULT.fileBytes());
            return new WeightsFile(
                    path, HexFormat.of().formatHex(ContentFiles.sha256().digest(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.usage("initial weights: " + e.getMessage());
        }
    }

    /**
     * The tensors; none for null.
     *
     * @throws BadModelVersionException if it is no safetensors file; tells why
     */
    static Map<String, HostTensor> read(WeightsFile file) throws BadModelVersionException {
        return file == null ? Map.of() : InitialWeights.read(file.path());
    }
}
