/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.media.player.Input;
import io.ambidex.connectors.media.player.PlayedCounts;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/**
 * A stream whose records were rendered into a file: reading them takes a small part of the time
 * that rendering does. The file goes when the stream is closed.
 *
 * <p>The file has, for each record, a 1 as a byte, its input, event time and pass, the counts after
 * it, its name and its bytes as they are published; then a 0.
 */
final class SpooledStream implements PlayedStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String streamId;
    private final Path file;
    private final DataInputStream in;
    private PlayedCounts counts = PlayedCounts.NONE;
    private boolean more;
    private volatile boolean closed;

    private SpooledStream(String streamId, Path file) throws IOException {
        this.streamId = streamId;
        this.file = file;
        this.in =
                new DataInputStream(
                        new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
        this.more = in.readBoolean();
    }

    /**
     * Renders a stream to its end, closes it, and opens what was rendered.
     *
     * @param source the stream
     * @param file where its records go; must not exist
     */
    static SpooledStream render(PlayedStream source, Path file) throws IOException {
        try (source;
                DataOutputStream out =
                        new DataOutputStream(
                                new BufferedOutputStream(
                                        Files.newOutputStream(file), BUFFER_BYTES))) {
            while (source.hasNext()) {
                PlayedRecord record = source.next();
                out.writeBoolean(true);
                write(record, source.counts(), out);
            }
            out.writeBoolean(false);
        }
        return new SpooledStream(source.streamId(), file);
    }

    private static void write(PlayedRecord record, PlayedCounts counts, DataOutputStream out)
            throws IOException {
        out.writeByte(record.input().ordinal());
        out.writeLong(record.eventTimeMillis());
        out.writeInt(record.pass());
        out.writeLong(counts.clips());
        out.writeLong(counts.skipped());
        out.writeLong(counts.damaged());
        out.writeLong(counts.trainLabels());
        out.writeLong(counts.evaluateLabels());
        out.writeUTF(RecordCodec.name(record.record()));
        byte[] value = RecordCodec.encode(record.record());
        out.writeInt(value.length);
        out.write(value);
    }

    @Override
    public String streamId() {
        return streamId;
    }

    @Override
    public PlayedCounts counts() {
        return counts;
    }

    @Override
    public boolean hasNext() {
        return more && !closed;
    }

    @Override
    public PlayedRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException(streamId + " has ended");
        }
        try {
            Input input = Input.values()[in.readByte()];
            long eventTimeMillis = in.readLong();
            int pass = in.readInt();
            counts =
                    new PlayedCounts(
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong());
            String name = in.readUTF();
            byte[] value = in.readNBytes(in.readInt());
            more = in.readBoolean();
            return new PlayedRecord(
                    input, streamId, eventTimeMillis, pass, RecordCodec.decode(value, name));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read on", e);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(file + " holds a record that was not written so", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            in.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
