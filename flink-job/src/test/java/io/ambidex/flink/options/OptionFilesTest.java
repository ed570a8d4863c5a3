/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

class OptionFilesTest {

    @Test
    void nestedAndFlatKeysAreTheSameOption() {
        Configuration nested = OptionFiles.parse("pairing:\n  window-size: 2 s\n");
        Configuration flat = OptionFiles.parse("pairing.window-size: 2 s\n");
        assertThat(nested).isEqualTo(flat);
        assertThat(nested.get(WindowOptions.SIZE)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void everyTypeOfValueIsRead() {
        Configuration read =
                OptionFiles.parse(
                        """
                        labels:
                          classes: [dog, "cat; big", owl]
                          minimum-overlap: 0.25
                          max-pending-bytes: 3 mb
                        kafka:
                          bounded: true
                          properties:
                            security.protocol: SSL
                        pairing.window: hopping
                        modalities: audio;lidar
                        """);
        assertThat(read.get(LabelOptions.CLASSES)).containsExactly("dog", "cat; big", "owl");
        assertThat(read.get(LabelOptions.MINIMUM_OVERLAP)).isEqualTo(0.25);
        assertThat(read.get(LabelOptions.MAX_PENDING_BYTES)).isEqualTo(MemorySize.ofMebiBytes(3));
        assertThat(read.get(ConnectionOptions.BOUNDED)).isTrue();
        assertThat(read.get(ConnectionOptions.PROPERTIES))
                .isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(read.get(WindowOptions.WINDOW)).isEqualTo(WindowOptions.Kind.HOPPING);
        assertThat(read.get(ModalityOptions.MODALITIES)).containsExactly("audio", "lidar");
    }

    @Test
    void anEmptyFileLeavesEveryDefault() {
        assertThat(OptionFiles.parse("# nothing\n").keySet()).isEmpty();
    }

    @Test
    void whatIsNoMapOfOptionsIsRefusedInOneLine() {
        assertThatThrownBy(() -> OptionFiles.parse("- a\n- b\n"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("options are a map of names to values");
        assertThatThrownBy(() -> OptionFiles.parse("a: [1\nb: 2"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("not YAML at line ");
        assertThatThrownBy(() -> OptionFiles.parse("a.b: 1\na:\n  b: 2\n"))
                .hasMessage("option a.b is given twice");
        assertThatThrownBy(() -> OptionFiles.read(Path.of("no-such.yaml")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("no-such.yaml");
    }
}
