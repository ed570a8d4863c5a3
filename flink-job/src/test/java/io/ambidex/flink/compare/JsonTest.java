/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    /** Another JVM must find the same fingerprint of a plan whose method has several options. */
    @Test
    void mapsAreWrittenInTheOrderOfTheirKeys() throws Exception {
        Map<String, Integer> options = Map.of("g", 7, "c", 3, "a", 1, "f", 6, "b", 2, "e", 5);
        assertThat(Json.compact().writeValueAsString(options))
                .isEqualTo("{\"a\":1,\"b\":2,\"c\":3,\"e\":5,\"f\":6,\"g\":7}");
    }
}
