/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.flink.cli.CommandException;
import io.ambidex.model.learning.MiniBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFileTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("examples.bin");
        RecordingFile.write(file, recording(20));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Recording read = RecordingFile.read(file);
        assertThat(read.classes()).containsExactly("yes", "no");
        assertThat(read.train()).hasSize(20);
        assertThat(read.heldOut()).hasSize(1);
        assertThat(read.train().get(3).media().get(0)).containsExactly(3, 1);
        assertThat(read.train().get(3).media().get(1)).isNull();
        assertThat(read.train().get(3).label()).isEqualTo(1);
        assertThat(read.train().get(3).number()).isEqualTo(3);
    }

    @Test
    void damageIsToldWithTheFileAndWhatToDo() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int at : List.of(0, 30, whole.length - 20)) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertDamaged();
        }
        for (int length : List.of(0, 5, 40, whole.length - 1)) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertDamaged();
        }
    }

    private void assertDamaged() {
        assertThatThrownBy(() -> RecordingFile.read(file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged")
                .hasMessageContaining("delete it");
    }

    @Test
    void theCutOfTheTrainingPartTouchesNoHeldOutExample() {
        Recording whole = recording(1_000);
        Recording cut = whole.cutTraining(0.2);
        assertThat(cut.train().size() + cut.heldOut().size()).isEqualTo(1_000);
        assertThat(cut.heldOut()).hasSizeBetween(150, 250);
        assertThat(cut.heldOut().get(0).media().get(0)).isNotEqualTo(new byte[] {99});
        assertThat(whole.cutTraining(0.2)).isEqualTo(cut);
    }

    private static Recording recording(int examples) {
        List<MiniBatch.Example> train = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            train.add(
                    new MiniBatch.Example(
                            Arrays.asList(new byte[] {(byte) i, 1}, null), i % 2, i, false));
        }
        MiniBatch.Example heldOut =
                new MiniBatch.Example(Arrays.asList(new byte[] {99}, null), 0, 0, false);
        return new Recording(List.of("yes", "no"), train, List.of(heldOut));
    }
}
