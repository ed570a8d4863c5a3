/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.NamedTensors;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The byte format of a learner's state: a header, named texts, named numbers and sections of named
 * tensors, all bit for bit. Integers are big endian, tensor data little endian; every section
 * begins with its number of entries.
 */
final class LearnerState {
    private static final long MAGIC = 0x414D_4249_4445_5832L; // AMBIDEX2
    private static final int CHUNK = 1 << 20;
    private static final int MOST_ENTRIES = 1_000_000;
    private static final int MOST_DIMENSIONS = 16;

    private LearnerState() {}

    static void writeHeader(DataOutputStream out) throws IOException {
        out.writeLong(MAGIC);
    }

    static void readHeader(DataInputStream in) throws IOException {
        long magic = in.readLong();
        if (magic != MAGIC) {
            throw new IOException(
                    "not the state of a learner: it begins with %016x".formatted(magic));
        }
    }

    static void writeTexts(DataOutputStream out, Map<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
            out.writeUTF(text.getKey());
            out.writeUTF(text.getValue());
        }
    }

    static Map<String, String> readTexts(DataInputStream in) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int left = readCount(in); left > 0; left--) {
            texts.put(in.readUTF(), in.readUTF());
        }
        return texts;
    }

    static void writeNumbers(DataOutputStream out, Map<String, Long> numbers) throws IOException {
        out.writeInt(numbers.size());
        for (Map.Entry<String, Long> number : new TreeMap<>(numbers).entrySet()) {
            out.writeUTF(number.getKey());
            out.writeLong(number.getValue());
        }
    }

    static Map<String, Long> readNumbers(DataInputStream in) throws IOException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (int left = readCount(in); left > 0; left--) {
            numbers.put(in.readUTF(), in.readLong());
        }
        return numbers;
    }

    /** A number that must be there. */
    static long number(Map<String, Long> numbers, String name) throws IOException {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IOException("the state lacks the number '" + name + "'");
        }
        return number;
    }

    static void writeExamples(DataOutputStream out, Map<String, MiniBatch.Example> examples)
            throws IOException {
        out.writeInt(examples.size());
        for (Map.Entry<String, MiniBatch.Example> example : examples.entrySet()) {
            out.writeUTF(example.getKey());
            ExampleFormat.write(out, example.getValue());
        }
    }

    static Map<String, MiniBatch.Example> readExamples(DataInputStream in, int modalities)
            throws IOException {
        Map<String, MiniBatch.Example> examples = new LinkedHashMap<>();
        for (int left = readCount(in); left > 0; left--) {
            examples.put(in.readUTF(), ExampleFormat.read(in, modalities));
        }
        return examples;
    }

    static void writeTensors(DataOutputStream out, Map<String, NDArray> tensors)
            throws IOException {
        out.writeInt(tensors.size());
        byte[] chunk = new byte[CHUNK];
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
            NDArray tensor = entry.getValue();
            out.writeUTF(entry.getKey());
            out.writeUTF(tensor.getDataType().name());
            long[] shape = tensor.getShape().getShape();
            out.writeInt(shape.length);
            for (long size : shape) {
                out.writeLong(size);
            }
            ByteBuffer data = tensor.toByteBuffer(true);
            while (data.hasRemaining()) {
                int length = Math.min(chunk.length, data.remaining());
                data.get(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
    }

    /** Tensors owned by {@code manager}, in memory of the engine's own alignment. */
    static NamedTensors readTensors(DataInputStream in, NDManager manager) throws IOException {
        NamedTensors tensors = new NamedTensors();
        for (int left = readCount(in); left > 0; left--) {
            tensors.add(in.readUTF(), readTensor(in, manager));
        }
        return tensors;
    }

    private static NDArray readTensor(DataInputStream in, NDManager manager) throws IOException {
        DataType type;
        String name = in.readUTF();
        try {
            type = DataType.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("a tensor has the unknown type '" + name + "'", e);
        }
        int dimensions = in.readInt();
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new IOException(
                    "a tensor has at most %d dimensions, not %d"
                            .formatted(MOST_DIMENSIONS, dimensions));
        }
        long[] shape = new long[dimensions];
        long bytes = type.getNumOfBytes();
        for (int i = 0; i < dimensions; i++) {
            shape[i] = in.readLong();
            if (shape[i] < 0 || shape[i] > Integer.MAX_VALUE) {
                throw new IOException("a dimension has the size " + shape[i]);
            }
            bytes = Math.multiplyHigh(bytes, shape[i]) == 0 ? bytes * shape[i] : -1;
            if (bytes < 0 || bytes > Integer.MAX_VALUE) {
                throw new IOException("a tensor is larger than " + Integer.MAX_VALUE + " bytes");
            }
        }
        ByteBuffer data = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        byte[] chunk = new byte[(int) Math.min(CHUNK, bytes)];
        while (data.hasRemaining()) {
            int length = in.readNBytes(chunk, 0, Math.min(chunk.length, data.remaining()));
            if (length == 0) {
                throw new EOFException("the state ends inside a tensor");
            }
            data.put(chunk, 0, length);
        }
        data.flip();
        try (NDArray wrapped = manager.create(data, new Shape(shape), type)) {
            return wrapped.duplicate();
        }
    }

    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ENTRIES) {
            throw new IOException(
                    "a section has at most %d entries, not %d".formatted(MOST_ENTRIES, count));
        }
        return count;
    }
}
