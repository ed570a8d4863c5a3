/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.flink.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir private Path root;

    @Test
    void whatAnEarlierRunHasLeftIsReplaced() throws IOException {
        DemoFolder folder = new DemoFolder(root);
        folder.prepare();
        Files.writeString(folder.summary(), "{}");
        Files.writeString(Files.createDirectories(folder.kafka()).resolve("log"), "");
        folder.prepare();
        assertThat(folder.summary()).doesNotExist();
        assertThat(folder.kafka()).doesNotExist();
        assertThat(folder.models()).isDirectory();
    }

    @Test
    void whatIsNotFromARunIsNeverTouched() throws IOException {
        Path models = Files.createDirectories(root.resolve("models"));
        Path notes = Files.writeString(root.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> new DemoFolder(root).prepare())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(models.toString());
        assertThat(notes).exists();
        assertThat(models).exists();
    }
}
