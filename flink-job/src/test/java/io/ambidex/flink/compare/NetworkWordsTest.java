/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkWordsTest {

    @Test
    void encodersAndFusionAreNamedWithTheOptionsThatAreSet() {
        FeatureInput input = new FeatureInput(List.of(16));
        EncoderSpec patches = new EncoderSpec("patches", Map.of("size", "XS", "patch", "4"));
        NetworkSpec network =
                new NetworkSpec(
                        List.of(
                                new ModalitySpec("audio", input, patches),
                                new ModalitySpec("video", input, EncoderSpec.of("patches"))),
                        "attention",
                        Map.of("qkNorm", "true"),
                        List.of("yes", "no"));
        assertThat(NetworkWords.of(network))
                .isEqualTo(
                        "audio patches (patch 4, size XS), video patches, fusion attention (qkNorm true)");
    }
}
