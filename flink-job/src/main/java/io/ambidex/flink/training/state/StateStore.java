/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.OperatorStateCheckpointOutputStream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StatePartitionStreamProvider;
import org.apache.flink.runtime.state.StateSnapshotContext;

/**
 * Keeps the state of an operator with one subtask in its checkpoints and savepoints. Flink owns all
 * of it: it goes with the checkpoint, and a savepoint that is moved elsewhere is still whole.
 *
 * <ul>
 *   <li>Up to a limit it is chunks in a union list. They stay on the heap until Flink has written
 *       them, which it does while the operator works on.
 *   <li>Above the limit it is one stream of frames in the raw operator state, written before the
 *       operator works on. The list is empty then.
 * </ul>
 */
public final class StateStore {

    private static final int BUFFER = 1 << 16;

    /** Writes a state. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Reads a state.
     *
     * @param <E> what else it may throw
     */
    @FunctionalInterface
    public interface Reader<E extends Exception> {
        void readFrom(InputStream in) throws IOException, E;
    }

    private final ListState<byte[]> chunks;
    private final Iterable<byte[]> restored;
    private final Iterator<StatePartitionStreamProvider> raw;
    private final long inlineLimit;

    private StateStore(
            ListState<byte[]> chunks,
            Iterable<byte[]> restored,
            Iterator<StatePartitionStreamProvider> raw,
            long inlineLimit) {
        this.chunks = chunks;
        this.restored = restored;
        this.raw = raw;
        this.inlineLimit = inlineLimit;
    }

    /**
     * The one store of an operator that is being initialized; two would share the raw state.
     *
     * @param name of the list
     * @param inlineLimit largest state, in bytes, that is kept in the list
     */
    public static StateStore of(StateInitializationContext context, String name, long inlineLimit)
            throws Exception {
        ListState<byte[]> chunks =
                context.getOperatorStateStore()
                        .getUnionListState(
                                new ListStateDescriptor<>(
                                        name,
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        return new StateStore(
                chunks, chunks.get(), context.getRawOperatorStateInputs().iterator(), inlineLimit);
    }

    /** Whether there is a state to go on from. */
    public boolean isRestored() {
        return restored.iterator().hasNext() || raw.hasNext();
    }

    /**
     * Reads the state to go on from, once, and only while the operator is being initialized.
     *
     * @throws IOException if a part of it is missing or damaged; then the reader may have had a
     *     beginning, but never a damaged byte
     */
    public <E extends Exception> void read(Reader<E> reader) throws IOException, E {
        try (InputStream state =
                restored.iterator().hasNext()
                        ? StateChunks.open(restored)
                        : new FrameInputStream(
                                new BufferedInputStream(raw.next().getStream(), BUFFER))) {
            reader.readFrom(state);
            // Also what the reader did not need must be there.
            state.transferTo(OutputStream.nullOutputStream());
        }
        release();
    }

    /** Makes the state part of a checkpoint. */
    public void write(StateSnapshotContext context, Writer writer) throws Exception {
        SpillingOutputStream state = new SpillingOutputStream(inlineLimit, () -> beginRaw(context));
        BufferedOutputStream buffered = new BufferedOutputStream(state, BUFFER);
        writer.writeTo(buffered);
        buffered.flush();
        chunks.update(state.finish());
    }

    /** Lets go of a copy on the heap that a complete checkpoint has made superfluous. */
    public void release() {
        chunks.clear();
    }

    private static OutputStream beginRaw(StateSnapshotContext context) throws IOException {
        OperatorStateCheckpointOutputStream raw;
        try {
            raw = context.getRawOperatorStateOutput();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Flink gives no stream for the raw operator state", e);
        }
        raw.startNewPartition();
        return raw;
    }
}
