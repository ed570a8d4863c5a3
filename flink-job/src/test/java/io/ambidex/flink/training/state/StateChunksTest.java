/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateChunksTest {

    private static final byte[] STATE = new byte[3_000_000];

    static {
        new Random(1).nextBytes(STATE);
    }

    private static List<byte[]> chunks() {
        ChunkOutputStream out = new ChunkOutputStream();
        out.write(STATE, 0, STATE.length);
        return new ArrayList<>(out.finish());
    }

    @Test
    void chunksAreSmallAndTheirOrderMakesNoDifference() throws IOException {
        List<byte[]> chunks = chunks();
        assertThat(chunks)
                .hasSize(3)
                .allSatisfy(e -> assertThat(e.length).isLessThanOrEqualTo(1 << 20));
        Collections.reverse(chunks);
        assertThat(StateChunks.open(chunks).readAllBytes()).isEqualTo(STATE);
    }

    @Test
    void damageIsNoticed() {
        List<byte[]> chunks = chunks();
        chunks.get(1)[77] ^= 1;
        assertThatThrownBy(() -> StateChunks.open(chunks))
                .isInstanceOf(IOException.class)
                .hasMessage("state chunk 1 is damaged: its checksum differs");
        assertThatThrownBy(() -> StateChunks.open(chunks.subList(0, 2)))
                .hasMessage("state chunk 0 of 3 stands at place 0 of 2");
        assertThatThrownBy(() -> StateChunks.open(List.of(new byte[30])))
                .hasMessage("not a state chunk of Ambidex: 30 bytes");
        assertThatThrownBy(() -> StateChunks.open(List.of()))
                .hasMessage("there are no state chunks");
    }

    @Test
    void aChunkThatPointsToAFileIsRefusedWithTheWayOut() {
        byte[] pointer = chunks().get(0);
        pointer[7] = 1;
        assertThatThrownBy(() -> StateChunks.open(List.of(pointer)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "state chunk of kind 1: it points to a file beside the checkpoint")
                .hasMessageContaining("training.state-inline-limit");
        pointer[7] = 2;
        assertThatThrownBy(() -> StateChunks.open(List.of(pointer)))
                .hasMessage(
                        "state chunk of format 1 and kind 2; this version reads format 1, kind 0");
    }
}
