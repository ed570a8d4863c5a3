/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkLayout;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encoders in safetensors files, under the names that they have in model versions ({@code
 * audio_net.conv1.weight}); other tensors of a file are ignored, so that a published model version
 * or a file written by PyTorch will do.
 *
 * @param text one path for all modalities, or {@code MODALITY=path;...} with one for each
 */
record TeacherFiles(String text) {

    /**
     * Every tensor of every encoder.
     *
     * @throws IllegalArgumentException if a file cannot be read, or a tensor is missing, of another
     *     shape or not finite; names the file
     */
    Map<String, HostTensor> read(NetworkSpec network) {
        NetworkLayout layout = NetworkLayout.of(network);
        Map<Path, Safetensors> files = new LinkedHashMap<>();
        Map<String, HostTensor> encoders = new LinkedHashMap<>();
        paths(network)
                .forEach(
                        (modality, path) ->
                                addEncoder(
                                        modality,
                                        path,
                                        files.computeIfAbsent(path, TeacherFiles::file),
                                        layout,
                                        encoders));
        return encoders;
    }

    private Map<ModalitySpec, Path> paths(NetworkSpec network) {
        List<String> names = network.modalityNames();
        Map<String, String> byName = new LinkedHashMap<>();
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).trim();
            if (names.contains(name)) {
                byName.put(name, part.substring(equals + 1).trim());
            } else if (!text.contains(";")) {
                names.forEach(each -> byName.put(each, text.trim()));
            } else {
                throw new IllegalArgumentException(
                        "option 'teacherFiles' must be one path or MODALITY=path;... with the modalities %s, was '%s'"
                                .formatted(names, text));
            }
        }
        Map<ModalitySpec, Path> paths = new LinkedHashMap<>();
        for (ModalitySpec modality : network.modalities()) {
            String path = byName.get(modality.name());
            if (path == null) {
                throw new IllegalArgumentException(
                        "option 'teacherFiles' names no file for modality '%s': '%s'"
                                .formatted(modality.name(), text));
            }
            paths.put(modality, path(path));
        }
        return paths;
    }

    private static Path path(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("teacher file '" + path + "' is no path", e);
        }
    }

    private static Safetensors file(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("teacher file '" + path + "' does not exist");
        }
        try {
            ReadLimits.DEFAULT.requireFileBytes(Files.size(path));
            return Safetensors.read(Files.readAllBytes(path), ReadLimits.DEFAULT);
        } catch (IOException | BadModelVersionException e) {
            throw new IllegalArgumentException(
                    "teacher file '" + path + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static void addEncoder(
            ModalitySpec modality,
            Path path,
            Safetensors file,
            NetworkLayout layout,
            Map<String, HostTensor> encoders) {
        String prefix = modality.tensorPrefix();
        if (layout.openPrefixes().contains(prefix)) {
            file.tensors().keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> encoders.put(name, finite(path, name, file)));
            return;
        }
        for (TensorSpec expected : layout.tensors()) {
            if (expected.name().startsWith(prefix)) {
                HostTensor tensor = finite(path, expected.name(), file);
                if (!Arrays.equals(expected.shape(), tensor.shape())) {
                    throw new IllegalArgumentException(
                            "tensor '%s' of teacher file '%s' must have the shape %s, not %s"
                                    .formatted(
                                            expected.name(),
                                            path,
                                            Arrays.toString(expected.shape()),
                                            Arrays.toString(tensor.shape())));
                }
                encoders.put(expected.name(), tensor);
            }
        }
    }

    private static HostTensor finite(Path path, String name, Safetensors file) {
        HostTensor tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "teacher file '" + path + "' has no tensor '" + name + "'");
        }
        if (!tensor.isFinite()) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' of teacher file '" + path + "' has NaN or infinity");
        }
        return tensor;
    }
}
