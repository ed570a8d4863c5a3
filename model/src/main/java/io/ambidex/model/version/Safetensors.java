/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: 8 bytes with the length of the header (little endian), the header as
 * JSON, padded with spaces to a multiple of 8 bytes, then the tensors without gaps. A file is
 * checked as a whole before a tensor is made of it, and tensors are views of the file: a hostile
 * header cannot make the reader allocate.
 *
 * @param metadata texts by name
 * @param tensors by name, in the order of the data
 */
public record Safetensors(Map<String, String> metadata, Map<String, HostTensor> tensors) {

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final int MOST_DIMENSIONS = 8;
    private static final ObjectMapper JSON =
            new ObjectMapper(
                    JsonFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build());

    /** Keeps the order of both maps. */
    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * The file. The same content in the same order gives the same bytes. Wide types come first, so
     * that every tensor is aligned for readers that map the file.
     */
    public byte[] toBytes() {
        List<Map.Entry<String, HostTensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().type().bytes()));
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Map.Entry<String, HostTensor> entry : ordered) {
            HostTensor tensor = entry.getValue();
            ObjectNode description = header.putObject(entry.getKey());
            description.put("dtype", tensor.type().name());
            ArrayNode shape = description.putArray("shape");
            for (long size : tensor.shape()) {
                shape.add(size);
            }
            long end = offset + tensor.data().limit();
            description.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int headerLength = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer file =
                ByteBuffer.allocate(Math.toIntExact(Long.BYTES + headerLength + offset))
                        .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(headerLength).put(text);
        while (file.position() < Long.BYTES + headerLength) {
            file.put((byte) ' ');
        }
        ordered.forEach(entry -> file.put(entry.getValue().data().duplicate()));
        return file.array();
    }

    /**
     * Reads a file.
     *
     * @throws BadModelVersionException if it is not well-formed or exceeds a limit; tells which
     */
    public static Safetensors read(byte[] file, ReadLimits limits) throws BadModelVersionException {
        limits.requireFileBytes(file.length);
        if (file.length < Long.BYTES) {
            throw new BadModelVersionException(
                    "the file is truncated: it has " + file.length + " bytes, not even 8");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = bytes.getLong();
        if (headerLength < 2 || headerLength > limits.headerBytes()) {
            throw new BadModelVersionException(
                    "the header must have between 2 and "
                            + limits.headerBytes()
                            + " bytes, not "
                            + headerLength);
        }
        if (headerLength > bytes.remaining()) {
            throw new BadModelVersionException(
                    "the file is truncated: its header has "
                            + headerLength
                            + " bytes, of which "
                            + bytes.remaining()
                            + " are there");
        }
        JsonNode header = parse(file, (int) headerLength);
        ByteBuffer data = bytes.position(Long.BYTES + (int) headerLength).slice();
        return new Safetensors(metadata(header.get(METADATA)), tensors(header, data, limits));
    }

    private static JsonNode parse(byte[] file, int length) throws BadModelVersionException {
        if (file[Long.BYTES] != '{') {
            throw new BadModelVersionException("the header does not begin with '{'");
        }
        try (JsonParser parser = JSON.createParser(file, Long.BYTES, length)) {
            JsonNode header = JSON.readTree(parser);
            if (!header.isObject() || parser.nextToken() != null) {
                throw new BadModelVersionException("the header is not one JSON object");
            }
            return header;
        } catch (IOException e) {
            throw new BadModelVersionException("the header is not JSON: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> metadata(JsonNode node) throws BadModelVersionException {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (node != null) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getValue().isTextual()) {
                    throw new BadModelVersionException(
                            "metadata '" + entry.getKey() + "' is not a text");
                }
                metadata.put(entry.getKey(), entry.getValue().textValue());
            }
        }
        return metadata;
    }

    private static Map<String, HostTensor> tensors(
            JsonNode header, ByteBuffer data, ReadLimits limits) throws BadModelVersionException {
        if (header.size() > limits.tensors() + 1) {
            throw new BadModelVersionException(
                    "the file has more than the allowed " + limits.tensors() + " tensors");
        }
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                entries.add(entry);
            }
        }
        // Other writers need not list the tensors in the order of their data.
        entries.sort(Comparator.comparingLong(e -> e.getValue().at("/data_offsets/0").asLong()));
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        long next = 0;
        for (Map.Entry<String, JsonNode> entry : entries) {
            HostTensor tensor = tensor(entry.getKey(), entry.getValue(), next, data);
            tensors.put(entry.getKey(), tensor);
            next += tensor.data().limit();
        }
        if (next != data.limit()) {
            throw new BadModelVersionException(
                    "the tensors take " + next + " bytes, the file has " + data.limit());
        }
        return tensors;
    }

    private static HostTensor tensor(
            String name, JsonNode description, long expectedBegin, ByteBuffer data)
            throws BadModelVersionException {
        HostTensor.TensorType type = type(name, description.path("dtype").asText());
        long[] shape = numbers(name, description, "shape", MOST_DIMENSIONS);
        long[] offsets = numbers(name, description, "data_offsets", 2);
        if (offsets.length != 2 || offsets[0] != expectedBegin || offsets[1] < offsets[0]) {
            throw new BadModelVersionException(
                    "tensor '"
                            + name
                            + "' must begin at byte "
                            + expectedBegin
                            + ", not "
                            + description.get("data_offsets"));
        }
        if (offsets[1] > data.limit()) {
            throw new BadModelVersionException(
                    "the file is truncated: tensor '"
                            + name
                            + "' ends at byte "
                            + offsets[1]
                            + " of the data, which has "
                            + data.limit());
        }
        try {
            long length = offsets[1] - offsets[0];
            return new HostTensor(
                    type, shape, data.slice(Math.toIntExact(offsets[0]), Math.toIntExact(length)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new BadModelVersionException("tensor '" + name + "': " + e.getMessage(), e);
        }
    }

    private static HostTensor.TensorType type(String name, String text)
            throws BadModelVersionException {
        for (HostTensor.TensorType type : HostTensor.TensorType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw new BadModelVersionException(
                "tensor '" + name + "' has the type '" + text + "', which is not read here");
    }

    private static long[] numbers(String name, JsonNode description, String key, int most)
            throws BadModelVersionException {
        JsonNode array = description.get(key);
        if (array == null || !array.isArray() || array.size() > most) {
            throw new BadModelVersionException(
                    "tensor '" + name + "' has no '" + key + "' of at most " + most + " numbers");
        }
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = array.get(i);
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
                throw new BadModelVersionException(
                        "tensor '" + name + "': '" + key + "' holds " + number);
            }
            numbers[i] = number.asLong();
        }
        return numbers;
    }
}
