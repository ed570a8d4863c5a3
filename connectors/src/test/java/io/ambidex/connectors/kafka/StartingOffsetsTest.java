/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartingOffsetsTest {
    @ParameterizedTest
    @ValueSource(strings = {"earliest", "latest", "committed", "timestamp:1700000000000"})
    void whatIsPrintedCanBeRead(String text) {
        assertThat(StartingOffsets.parse(text)).hasToString(text);
        assertThat(StartingOffsets.parse(text).initializer()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oldest", "timestamp:", "timestamp:today"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> StartingOffsets.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "starting offsets must be earliest, latest, committed or timestamp:MILLIS,"
                                + " but are '%s'",
                        text);
    }

    @Test
    void capitalsDoNotMatter() {
        assertThat(StartingOffsets.parse(" Earliest ")).isEqualTo(StartingOffsets.EARLIEST);
    }
}
