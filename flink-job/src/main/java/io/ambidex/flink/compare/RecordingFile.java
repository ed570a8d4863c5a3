/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.CommandException;
import io.ambidex.model.learning.MiniBatch;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A {@link Recording} on disk: a head, the classes, the training and the held-out examples, and a
 * check sum over all of it.
 */
final class RecordingFile {
    private static final byte[] HEAD = {'a', 'm', 'b', 'i', 'd', 'e', 'x', 'r', 1};
    private static final int MOST = 1 << 28;

    private RecordingFile() {}

    /** Writes the file as a whole: it is there in full or not at all. */
    static void write(Path file, Recording recording) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        CRC32C sum = new CRC32C();
        try (DataOutputStream out =
                new DataOutputStream(
                        new CheckedOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(unfinished)),
                                sum))) {
            out.write(HEAD);
            out.writeInt(recording.classes().size());
            for (String name : recording.classes()) {
                out.writeUTF(name);
            }
            writeExamples(out, recording.train());
            writeExamples(out, recording.heldOut());
            out.writeLong(sum.getValue());
        }
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a file.
     *
     * @throws CommandException if it is not what was written
     */
    static Recording read(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        try (DataInputStream in =
                new DataInputStream(
                        new CheckedInputStream(
                                new BufferedInputStream(Files.newInputStream(file)), sum))) {
            if (!Arrays.equals(in.readNBytes(HEAD.length), HEAD)) {
                throw new IOException("it does not begin as such a file does");
            }
            List<String> classes = new ArrayList<>();
            int count = size(in, MOST);
            for (int i = 0; i < count; i++) {
                classes.add(in.readUTF());
            }
            List<MiniBatch.Example> train = readExamples(in);
            List<MiniBatch.Example> heldOut = readExamples(in);
            long expected = sum.getValue();
            if (in.readLong() != expected) {
                throw new IOException("its check sum is wrong");
            }
            return new Recording(classes, train, heldOut);
        } catch (java.nio.file.NoSuchFileException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
            throw CommandException.failed(
                    "%s is damaged (%s): delete it, and it will be made again"
                            .formatted(file, reason),
                    e);
        }
    }

    private static void writeExamples(DataOutputStream out, List<MiniBatch.Example> examples)
            throws IOException {
        out.writeInt(examples.size());
        for (MiniBatch.Example example : examples) {
            out.writeInt(example.label());
            out.writeInt(example.media().size());
            for (byte[] media : example.media()) {
                out.writeInt(media == null ? 0 : media.length);
                out.write(media == null ? new byte[0] : media);
            }
        }
    }

    private static List<MiniBatch.Example> readExamples(DataInputStream in) throws IOException {
        int count = size(in, MOST);
        List<MiniBatch.Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = in.readInt();
            List<byte[]> media = new ArrayList<>();
            int modalities = size(in, 16);
            for (int m = 0; m < modalities; m++) {
                int length = size(in, MOST);
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length) {
                    throw new IOException("it ends too early");
                }
                media.add(bytes);
            }
            examples.add(new MiniBatch.Example(media, label, i, false));
        }
        return examples;
    }

    private static int size(DataInputStream in, int most) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > most) {
            throw new IOException("a size must be 0 to %d, but is %d".formatted(most, size));
        }
        return size;
    }
}
