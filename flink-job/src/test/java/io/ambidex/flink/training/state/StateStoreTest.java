/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreTest {

    @TempDir Path directory;

    private StateStore store(long limit) {
        return new StateStore(limit, directory.toUri().toString());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

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
    void whatIsSavedIsReadAgain(int size) throws IOException {
        byte[] state = random(size);
        List<byte[]> elements =
                new ArrayList<>(store(Long.MAX_VALUE).save(out -> out.write(state)));
        assertThat(elements).allSatisfy(e -> assertThat(e.length).isLessThanOrEqualTo(1 << 20));
        Collections.reverse(elements);
        assertThat(store(0).open(elements).readAllBytes()).isEqualTo(state);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aLargeStateIsAFileNamedByItsDigestAndWrittenOnce() throws IOException {
        byte[] state = random(3_000_000);
        List<byte[]> elements = store(1_000).save(out -> out.write(state));
        assertThat(store(1_000).save(out -> out.write(state))).containsExactlyElementsOf(elements);
        assertThat(elements).hasSize(1);
        assertThat(elements.get(0).length).isLessThan(1_000);
        assertThat(directory.toFile().list())
                .singleElement()
                .asString()
                .matches("[0-9a-f]{64}\\.state");
        assertThat(store(1_000).open(elements).readAllBytes()).isEqualTo(state);
    }

    @Test
    void damageIsNoticed() throws IOException {
        List<byte[]> elements = store(Long.MAX_VALUE).save(out -> out.write(random(3_000_000)));
        elements.get(1)[77] ^= 1;
        assertThatThrownBy(() -> store(0).open(elements))
                .isInstanceOf(IOException.class)
                .hasMessage("state chunk 1 is damaged: its checksum differs");
        assertThatThrownBy(() -> store(0).open(elements.subList(0, 2)))
                .hasMessage("state chunk 0 of 3 stands at place 0 of 2");
        assertThatThrownBy(() -> store(0).open(List.of(new byte[30])))
                .hasMessage("not a state chunk of Ambidex: 30 bytes");
        assertThatThrownBy(() -> store(0).open(List.of())).hasMessage("there are no state chunks");
    }

    @Test
    void aDamagedOrMissingFileIsNoticed() throws IOException {
        List<byte[]> elements = store(0).save(out -> out.write(random(100)));
        Path file = directory.resolve(directory.toFile().list()[0]);
        byte[] bytes = Files.readAllBytes(file);
        bytes[50] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> store(0).open(elements))
                .hasMessageContaining("must have the digest");
        Files.delete(file);
        assertThatThrownBy(() -> store(0).open(elements)).hasMessageContaining("is missing");
    }
}
