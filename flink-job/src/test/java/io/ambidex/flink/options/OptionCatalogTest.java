/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class OptionCatalogTest {

    private static final String TITLE =
            """
            # Options

            Every option of the job, as `ambidex options` prints them. A YAML file names them nested or \
            with dots, and `-D KEY=VALUE` sets one. What stands under `flink.` is handed to Flink without \
            that prefix.

            """;

    private static void check(String yaml) {
        OptionCatalog.refuseUnknown(OptionFiles.parse(yaml));
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> check("pairing.window-sise: 1 s"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(
                        "unknown option pairing.window-sise; did you mean pairing.window-size?");
    }

    @Test
    void anUnknownOptionOfAModalityIsAnsweredToo() {
        assertThatThrownBy(() -> check("modality.video.framse: 3"))
                .hasMessage(
                        "unknown option modality.video.framse; did you mean modality.video.frames?");
        assertThatThrownBy(() -> check("modality.lidar.shape: 3"))
                .hasMessage("unknown option modality.lidar.shape: modalities does not name lidar");
    }

    @Test
    void keysOfMapsNamedModalitiesAndFlinkAreKnown() {
        assertThatCode(
                        () ->
                                check(
                                        """
                                        modalities: [audio, lidar]
                                        modality.lidar.shape: 3
                                        training.method-options.alpha: 0.1
                                        kafka.properties.security.protocol: SSL
                                        flink.execution.checkpointing.interval: 2 s
                                        """))
                .doesNotThrowAnyException();
    }

    @Test
    void everyOptionIsDescribed() {
        assertThat(OptionCatalog.groups())
                .flatExtracting(OptionCatalog.Group::options)
                .hasSizeGreaterThan(60)
                .allSatisfy(
                        option ->
                                assertThat(description((ConfigOption<?>) option))
                                        .endsWith(".")
                                        .hasSizeGreaterThan(6));
    }

    /** {@code -Dambidex.docs.update=true} writes the file anew. */
    @Test
    void theDocumentationHoldsTheTablesAsGenerated() throws Exception {
        Path documentation = Path.of("../docs/options.md");
        String text = TITLE + OptionTables.markdown();
        if (Boolean.getBoolean("ambidex.docs.update")) {
            Files.createDirectories(documentation.getParent());
            Files.writeString(documentation, text);
        }
        assertThat(Files.readString(documentation)).isEqualTo(text);
    }

    @Test
    void tablesNameKeyDefaultAndMeaning() {
        assertThat(OptionTables.markdown())
                .contains("## Pairing\n\n| option | default | meaning |\n|---|---|---|\n")
                .contains("| `pairing.window-size` | `1 s` | Length of a window;")
                .contains("| `pairing.max-buffered-bytes` | `64 mb` |")
                .contains("| `kafka.delivery` | `exactly-once` |")
                .contains("| `modality.NAME.topic` | the name |")
                .contains("| `training.method-options.KEY` | none |");
    }

    private static String description(ConfigOption<?> option) {
        return new org.apache.flink.configuration.description.HtmlFormatter()
                .format(option.description());
    }
}
