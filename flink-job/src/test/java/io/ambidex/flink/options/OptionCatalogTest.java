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

    private static final String OPTIONS_BEGIN = "<!-- options: begin -->\n";
    private static final String OPTIONS_END = "<!-- options: end -->";

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

    /** {@code -Dambidex.docs.update=true} writes them anew. */
    @Test
    void theReadmeHoldsTheTablesAsGenerated() throws Exception {
        Path readme = Path.of("../README.md");
        String text = Files.readString(readme);
        int from = text.indexOf(OPTIONS_BEGIN) + OPTIONS_BEGIN.length();
        int to = text.indexOf(OPTIONS_END);
        assertThat(to).as("the marker %s", OPTIONS_END).isGreaterThanOrEqualTo(from);
        if (Boolean.getBoolean("ambidex.docs.update")) {
            text = text.substring(0, from) + OptionTables.markdown() + text.substring(to);
            Files.writeString(readme, text);
            to = text.indexOf(OPTIONS_END);
        }
        assertThat(text.substring(from, to)).isEqualTo(OptionTables.markdown());
    }

    @Test
    void tablesNameKeyDefaultAndMeaning() {
        assertThat(OptionTables.markdown())
                .contains("### Pairing\n\n| option | default | meaning |\n|---|---|---|\n")
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
