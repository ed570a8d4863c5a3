/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.StreamSettings;
import io.ambidex.model.network.ModalitySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The recorded examples on disk.
 *
 * @param file where they are
 * @param identity the same exactly when the same examples come out again
 * @param train how many to learn from
 * @param heldOut how many to score
 */
record Examples(Path file, String identity, int train, int heldOut) {

    /**
     * Takes what is there, or records it.
     *
     * @throws CommandException if nothing can be learned from, or nothing scored
     */
    static Examples of(CompareOptions options, Path folder) throws Exception {
        String identity = identity(options);
        Path file = folder.resolve("examples-" + identity.substring(0, 12) + ".bin");
        if (!Files.exists(file)) {
            Recording recording = new Recorder(options.input(), options.job()).record();
            if (recording.heldOut().isEmpty() && !recording.train().isEmpty()) {
                recording = recording.cutTraining(options.heldOut());
            }
            RecordingFile.write(file, recording);
        }
        Recording recording = RecordingFile.read(file);
        if (recording.train().isEmpty() || recording.heldOut().isEmpty()) {
            throw CommandException.failed(
                    "examples to learn from and examples to score are needed, but %s gives %d and %d"
                            .formatted(
                                    options.input().name(),
                                    recording.train().size(),
                                    recording.heldOut().size()));
        }
        return new Examples(file, identity, recording.train().size(), recording.heldOut().size());
    }

    private static String identity(CompareOptions options) throws IOException {
        StringBuilder text = new StringBuilder("examples 1\n");
        text.append(options.input().identity()).append('\n');
        text.append(options.heldOut()).append('\n');
        text.append(options.job().get(io.ambidex.flink.options.WindowOptions.SIZE)).append('\n');
        for (ModalitySpec modality : ModelSettings.network(options.job()).modalities()) {
            text.append(modality.name()).append(' ').append(modality.input()).append('\n');
        }
        text.append(StreamSettings.pairing(options.job())).append('\n');
        text.append(StreamSettings.labeling(options.job())).append('\n');
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
