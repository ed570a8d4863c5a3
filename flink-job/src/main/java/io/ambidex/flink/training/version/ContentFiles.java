/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;

/**
 * Files that are written once, whole, and never changed, through Flink's {@link FileSystem}: a
 * reader sees all of a file or none of it.
 */
public final class ContentFiles {

    /** Writes a file whole; what stood there is replaced at once. */
    public static void writeWhole(Path path, List<byte[]> parts) throws IOException {
        FileSystem files = path.getFileSystem();
        files.mkdirs(path.getParent());
        RecoverableWriter writer;
        try {
            writer = files.createRecoverableWriter();
        } catch (UnsupportedOperationException noAtomicCommit) {
            // Such file systems show a file when its stream is closed, or not at all.
            try (FSDataOutputStream out = files.create(path, WriteMode.OVERWRITE)) {
                for (byte[] part : parts) {
                    out.write(part);
                }
            }
            return;
        }
        try (RecoverableFsDataOutputStream out = writer.open(path)) {
            for (byte[] part : parts) {
                out.write(part);
            }
            out.closeForCommit().commit();
        }
    }

    /** Size of the file in bytes; -1 when there is none. */
    public static long sizeOf(Path path) throws IOException {
        FileSystem files = path.getFileSystem();
        return files.exists(path) ? files.getFileStatus(path).getLen() : -1;
    }

    /**
     * Reads a whole file of at most {@code limit} bytes.
     *
     * @throws IOException if it is missing or larger than the limit
     */
    public static byte[] read(Path path, long limit) throws IOException {
        long size = sizeOf(path);
        if (size < 0) {
            throw new IOException("file " + path + " is missing");
        }
        long most = Math.min(limit, Integer.MAX_VALUE - 8);
        if (size > most) {
            throw new IOException(
                    "file " + path + " may have " + most + " bytes at most, but has " + size);
        }
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            return in.readNBytes((int) size);
        }
    }

    /**
     * Reads a small text file, a key for example.
     *
     * @throws UncheckedIOException if it is missing or larger than 64 KiB
     */
    public static String readText(String path) {
        try {
            return new String(read(new Path(path), 1 << 16), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private ContentFiles() {}
}
