/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript file as {@code torch.jit.save} writes it: a zip with code as text and tensors as
 * raw values. Nothing of it is executed here.
 */
public final class ScriptFile {

    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_ENTRIES = 100_000;

    private final Map<String, byte[]> entries;

    private ScriptFile(Map<String, byte[]> entries) {
        this.entries = entries;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is no TorchScript file or unpacks to more than 1 GiB
     */
    public static ScriptFile read(byte[] file) {
        Map<String, byte[]> entries;
        try {
            // Only the directory at its end tells the sizes of the entries, and the JDK's reader of
            // directories wants a file.
            Path copy = Files.createTempFile("encoder", ".pt");
            try {
                Files.write(copy, file);
                entries = unpack(copy);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a TorchScript file: " + e.getMessage(), e);
        }
        if (!entries.containsKey("data.pkl")) {
            throw new IllegalArgumentException(
                    "not a TorchScript file: it has no data.pkl among its "
                            + entries.size()
                            + " entries");
        }
        return new ScriptFile(entries);
    }

    private static Map<String, byte[]> unpack(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        long size = 0;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                size += Math.max(0, entry.getSize());
                if (size > MOST_BYTES || entries.size() >= MOST_ENTRIES) {
                    throw new IllegalArgumentException(
                            "a TorchScript file has at most "
                                    + MOST_BYTES
                                    + " bytes and "
                                    + MOST_ENTRIES
                                    + " entries when unpacked");
                }
                String name = entry.getName();
                // Leaves out positions in the code, which will change.
                if (!name.endsWith(".debug_pkl")) {
                    try (InputStream content = zip.getInputStream(entry)) {
                        entries.put(
                                name.substring(name.indexOf('/') + 1),
                                content.readNBytes((int) entry.getSize()));
                    }
                }
            }
        }
        return entries;
    }

    /** The same code with all weights zero: what an encoder needs besides its named tensors. */
    public ScriptFile withoutWeights() {
        Map<String, byte[]> empty = new LinkedHashMap<>();
        entries.forEach(
                (name, content) ->
                        empty.put(
                                name,
                                name.startsWith("data/") ? new byte[content.length] : content));
        return new ScriptFile(empty);
    }

    /** The file, compressed; the same content gives the same bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry("encoder/" + entry.getKey());
                header.setTime(0);
                zip.putNextEntry(header);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Name of the module's class, {@code __torch__.Net} for example. */
    String className() {
        // The pickle begins with PROTO 2 and GLOBAL 'c', module and name, each ended by a newline.
        byte[] pickle = entries.get("data.pkl");
        String text = new String(pickle, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\n", 3);
        if (lines.length < 3 || !lines[0].startsWith("\u0080\u0002c__torch__")) {
            throw new IllegalArgumentException("not a TorchScript file: it holds no module");
        }
        return lines[0].substring(3) + "." + lines[1];
    }

    /** Code of the namespace that a class is in. */
    String code(String className) {
        byte[] code = entries.get(codePath(className));
        if (code == null) {
            throw new IllegalArgumentException(
                    "the TorchScript file lacks the code of " + className);
        }
        return new String(code, StandardCharsets.UTF_8);
    }

    /** The same file with other code in the namespace of a class. */
    ScriptFile withCode(String className, String code) {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put(codePath(className), code.getBytes(StandardCharsets.UTF_8));
        return new ScriptFile(changed);
    }

    private static String codePath(String className) {
        String namespace = className.substring(0, className.lastIndexOf('.'));
        return "code/" + namespace.replace('.', '/') + ".py";
    }
}
