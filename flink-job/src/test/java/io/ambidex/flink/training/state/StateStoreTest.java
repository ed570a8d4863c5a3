/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreTest {

    private static final int LARGE = 3_000_000;

    /** First byte of the second frame: header, then length, payload and checksum of the first. */
    private static final int SECOND_FRAME = 6 + 4 + FrameOutputStream.FRAME + 4;

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                StateChunks.PAYLOAD - 1,
                StateChunks.PAYLOAD,
                StateChunks.PAYLOAD + 1,
                5_000_000
            })
    void upToTheLimitAStateIsInTheListOfTheCheckpoint(int size) throws Exception {
        byte[] state = random(size);
        OperatorSubtaskState checkpoint = checkpointOf(state, size);
        assertThat(checkpoint.getRawOperatorState()).isEmpty();
        assertThat(restored(checkpoint)).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                FrameOutputStream.FRAME - 1,
                FrameOutputStream.FRAME,
                FrameOutputStream.FRAME + 1,
                5_000_000
            })
    void aByteAboveTheLimitTheWholeStateIsRaw(int size) throws Exception {
        byte[] state = random(size);
        OperatorSubtaskState checkpoint = checkpointOf(state, size - 1);
        assertThat(checkpoint.getRawOperatorState()).hasSize(1);
        assertThat(checkpoint.getManagedOperatorState().getStateSize())
                .as("the list is empty")
                .isLessThan(1_000);
        assertThat(restored(checkpoint)).isEqualTo(state);
    }

    @Test
    void aStateMayGrowAboveTheLimitAndShrinkAgain() throws Exception {
        try (Task task = new Task(1_000, null)) {
            for (int size : new int[] {10, 2_000, 1_000, 1_001}) {
                task.keeper.state = random(size);
                assertThat(restored(task.checkpoint())).isEqualTo(task.keeper.state);
            }
        }
    }

    @Test
    void anOperatorWithoutAStateHasNothingToGoOnFrom() throws Exception {
        try (Task task = new Task(1_000, null)) {
            assertThat(task.keeper.restored).isFalse();
        }
    }

    @Test
    void damageOfARawStateIsNoticedBeforeADamagedByteIsReadAndSaysWhere() throws Exception {
        byte[] state = random(LARGE);
        OperatorSubtaskState checkpoint = checkpointOf(state, 0);
        OperatorSubtaskState damaged = withRaw(checkpoint, raw -> flip(raw, 2_000_000));
        List<byte[]> read = new ArrayList<>();
        assertThatThrownBy(() -> new Task(0, damaged, read))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "raw state is damaged between byte %d and byte %d: its checksum differs",
                        SECOND_FRAME, SECOND_FRAME + 4 + FrameOutputStream.FRAME + 4);
        assertThat(read.stream().mapToInt(part -> part.length).sum())
                .isEqualTo(FrameOutputStream.FRAME);

        assertThatThrownBy(() -> restored(withRaw(checkpoint, raw -> flip(raw, SECOND_FRAME))))
                .hasMessageStartingWith(
                        "raw state is damaged at byte " + SECOND_FRAME + ": its frames have 0 to");
        assertThatThrownBy(() -> restored(withRaw(checkpoint, raw -> flip(raw, raw.length - 1))))
                .hasMessageContaining("its checksum differs");
        assertThatThrownBy(() -> restored(withRaw(checkpoint, raw -> flip(raw, 0))))
                .hasMessage("not a raw state of Ambidex: it begins with 404d4252");
        assertThatThrownBy(() -> restored(withRaw(checkpoint, raw -> flip(raw, 5))))
                .hasMessage("raw state of format 0; this version reads format 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 2_000, SECOND_FRAME, SECOND_FRAME + 2, LARGE, LARGE + 30})
    void aRawStateThatIsCutOffIsRefused(int length) throws Exception {
        OperatorSubtaskState checkpoint = checkpointOf(random(LARGE), 0);
        assertThatThrownBy(() -> restored(withRaw(checkpoint, raw -> Arrays.copyOf(raw, length))))
                .isInstanceOf(IOException.class)
                .hasMessage("raw state is cut off at byte %d: its end is missing", length);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] flip(byte[] bytes, int index) {
        bytes[index] ^= 1;
        return bytes;
    }

    private static OperatorSubtaskState checkpointOf(byte[] state, long inlineLimit)
            throws Exception {
        try (Task task = new Task(inlineLimit, null)) {
            task.keeper.state = state;
            return task.checkpoint();
        }
    }

    private static byte[] restored(OperatorSubtaskState checkpoint) throws Exception {
        try (Task task = new Task(0, checkpoint)) {
            assertThat(task.keeper.restored).isTrue();
            return task.keeper.state;
        }
    }

    /** The checkpoint with its raw state changed. */
    private static OperatorSubtaskState withRaw(
            OperatorSubtaskState checkpoint, UnaryOperator<byte[]> change) {
        try {
            OperatorStateHandle raw = checkpoint.getRawOperatorState().iterator().next();
            byte[] bytes;
            try (var in = raw.openInputStream()) {
                bytes = change.apply(in.readAllBytes());
            }
            return OperatorSubtaskState.builder()
                    .setManagedOperatorState(checkpoint.getManagedOperatorState())
                    .setRawOperatorState(
                            StateObjectCollection.singleton(
                                    new OperatorStreamStateHandle(
                                            raw.getStateNameToPartitionOffsets(),
                                            new ByteStreamStateHandle("changed", bytes))))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An operator whose state is some bytes. */
    private static final class Keeper extends AbstractStreamOperator<String>
            implements OneInputStreamOperator<String, String> {

        private static final long serialVersionUID = 1L;

        private final long inlineLimit;
        private final transient List<byte[]> read;
        private transient StateStore store;
        private transient byte[] state;
        private transient boolean restored;

        Keeper(long inlineLimit, List<byte[]> read) {
            this.inlineLimit = inlineLimit;
            this.read = read;
        }

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            store = StateStore.of(context, "keeper", inlineLimit);
            restored = store.isRestored();
            if (restored) {
                store.read(
                        in -> {
                            byte[] part;
                            while ((part = in.readNBytes(1 << 16)).length > 0) {
                                read.add(part);
                            }
                        });
                state = concatenated();
            }
        }

        private byte[] concatenated() {
            var whole = new ByteArrayOutputStream();
            read.forEach(whole::writeBytes);
            return whole.toByteArray();
        }

        @Override
        public void processElement(StreamRecord<String> element) {}

        @Override
        public void snapshotState(StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            store.write(context, out -> out.write(state));
        }
    }

    private static final class Task implements AutoCloseable {
        private final Keeper keeper;
        private final OneInputStreamOperatorTestHarness<String, String> harness;
        private long checkpoints;

        Task(long inlineLimit, OperatorSubtaskState state) throws Exception {
            this(inlineLimit, state, new ArrayList<>());
        }

        Task(long inlineLimit, OperatorSubtaskState state, List<byte[]> read) throws Exception {
            keeper = new Keeper(inlineLimit, read);
            harness = new OneInputStreamOperatorTestHarness<>(keeper);
            harness.setup();
            if (state != null) {
                harness.initializeState(state);
            }
            harness.open();
        }

        OperatorSubtaskState checkpoint() throws Exception {
            OperatorSubtaskState state = harness.snapshot(++checkpoints, 0);
            harness.notifyOfCompletedCheckpoint(checkpoints);
            return state;
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
