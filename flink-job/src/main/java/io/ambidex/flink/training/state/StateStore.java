/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import io.ambidex.flink.training.version.ContentFiles;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.core.fs.Path;

/**
 * Turns a state into list elements of a checkpoint and back. Up to {@code inlineLimit} bytes the
 * elements are the state; above it the state is a file named by its digest, written once, and the
 * one element points to it.
 *
 * @param inlineLimit largest state that stands in the checkpoint itself, in bytes
 * @param directory where larger states are written: any file system of Flink
 */
public record StateStore(long inlineLimit, String directory) implements Serializable {

    /** Writes a state. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Runs the writer and gives the elements for the checkpoint. */
    public List<byte[]> save(Writer writer) throws IOException {
        ChunkOutputStream data = new ChunkOutputStream();
        BufferedOutputStream buffered = new BufferedOutputStream(data, 1 << 16);
        writer.writeTo(buffered);
        buffered.flush();
        List<byte[]> chunks = data.finish(StateChunks.Kind.DATA);
        return data.size() <= inlineLimit ? chunks : List.of(pointerTo(chunks));
    }

    /**
     * The state that these elements hold.
     *
     * @throws IOException if an element or the file is missing or damaged
     */
    public InputStream open(Iterable<byte[]> elements) throws IOException {
        StateChunks.Content content = StateChunks.open(elements);
        if (content.kind() == StateChunks.Kind.DATA) {
            return content.bytes();
        }
        DataInputStream pointer = new DataInputStream(content.bytes());
        Path path = new Path(pointer.readUTF());
        String digest = pointer.readUTF();
        long size = pointer.readLong();
        return StateChunks.open(
                        ContentFiles.readParts(
                                path, digest, size, StateChunks.HEADER + StateChunks.PAYLOAD))
                .bytes();
    }

    private byte[] pointerTo(List<byte[]> chunks) throws IOException {
        ContentFiles.Written file = ContentFiles.write(new Path(directory), ".state", chunks);
        ChunkOutputStream pointer = new ChunkOutputStream();
        DataOutputStream out = new DataOutputStream(pointer);
        out.writeUTF(file.path().toString());
        out.writeUTF(file.digest());
        out.writeLong(file.size());
        return pointer.finish(StateChunks.Kind.POINTER).get(0);
    }
}
