/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {

    private static final ModalitySpec AUDIO =
            new ModalitySpec(
                    "audio", AudioInput.of(16_000, 16_000, 64), EncoderSpec.of("small-cnn"));
    private static final ModalitySpec VIDEO =
            new ModalitySpec(
                    "video",
                    new VideoInput(4, 3, 64, 64),
                    new EncoderSpec("resnet18", Map.of("width", "8")));
    private static final ModalitySpec TEXT =
            new ModalitySpec("text", new FeatureInput(List.of(300)), EncoderSpec.of("layers"));

    @Test
    void jsonComesBackAndIsTheSameText() {
        NetworkSpec spec = spec(List.of(AUDIO, VIDEO, TEXT), "concat");
        NetworkSpec read = NetworkSpec.fromJson(spec.toJson());
        assertThat(read).isEqualTo(spec);
        assertThat(read.toJson()).isEqualTo(spec.toJson());
        assertThat(read.digest()).isEqualTo(spec.digest()).startsWith("sha256:").hasSize(71);
    }

    @Test
    void theDigestDependsOnClassesAndArchitecture() {
        NetworkSpec spec = spec(List.of(AUDIO, VIDEO), "concat");
        assertThat(spec(List.of(VIDEO, AUDIO), "concat").digest()).isNotEqualTo(spec.digest());
        assertThat(spec(List.of(AUDIO, VIDEO), "sum").digest()).isNotEqualTo(spec.digest());
        assertThat(
                        new NetworkSpec(spec.modalities(), "concat", Map.of(), List.of("b", "a"))
                                .digest())
                .isNotEqualTo(spec.digest());
    }

    @Test
    void sizesOfRawMediaAndOfWhatTheEncoderSees() {
        assertThat(AUDIO.input().rawBytes()).isEqualTo(32_000);
        assertThat(AUDIO.input().encoderShape()).containsExactly(1, 64, 98);
        assertThat(VIDEO.input().rawBytes()).isEqualTo(4 * 3 * 64 * 64);
        assertThat(VIDEO.input().encoderShape()).containsExactly(3, 4, 64, 64);
        assertThat(TEXT.input().rawBytes()).isEqualTo(1_200);
    }

    @Test
    void limitsAreNamedWithTheValue() {
        assertThatThrownBy(() -> new AudioInput(16_000, 100, 64, 400, 160, 0, 1))
                .hasMessage("samples must be between 400 and 960000, not 100");
        assertThatThrownBy(() -> new VideoInput(4, 2, 64, 64))
                .hasMessage("channels must be 1 or 3, not 2");
        assertThatThrownBy(() -> new VideoInput(256, 3, 2_160, 3_840))
                .hasMessageContaining("bytes of a clip must be between 1 and 67108864");
        assertThatThrownBy(() -> new FeatureInput(List.of(1 << 20, 1 << 20)))
                .hasMessageContaining("values of a clip");
        assertThatThrownBy(() -> new ModalitySpec("Audio Track", AUDIO.input(), AUDIO.encoder()))
                .hasMessageContaining("'Audio Track'");
        assertThatThrownBy(() -> spec(List.of(AUDIO, AUDIO), "concat"))
                .hasMessage("modality 'audio' is named twice");
    }

    @Test
    void whatIsNoSpecificationIsRefused() {
        assertThatThrownBy(() -> NetworkSpec.fromJson("{\"modalities\":[]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a network specification");
        assertThatThrownBy(
                        () ->
                                NetworkSpec.fromJson(
                                        spec(List.of(AUDIO), "concat")
                                                .toJson()
                                                .replace(
                                                        "\"kind\":\"audio\"",
                                                        "\"kind\":\"smell\"")))
                .hasMessageContaining("smell");
    }

    @Test
    void whatCannotBeBuiltIsSaidBeforeAnythingIsMade() {
        assertRefused(spec(List.of(AUDIO), "film"), "fusion 'film' needs at least 2 modalities");
        assertRefused(spec(List.of(AUDIO), "mixer"), "there is no fusion 'mixer'");
        assertRefused(
                spec(
                        List.of(
                                new ModalitySpec(
                                        "a",
                                        AUDIO.input(),
                                        new EncoderSpec("resnet18", Map.of("depth", "50")))),
                        "concat"),
                "has no option 'depth'; it has [width]");
        assertRefused(
                spec(
                        List.of(
                                new ModalitySpec(
                                        "a",
                                        AUDIO.input(),
                                        new EncoderSpec("resnet18", Map.of("width", "0")))),
                        "concat"),
                "must be between 1 and 512, not 0");
    }

    private static void assertRefused(NetworkSpec spec, String reason) {
        assertThatThrownBy(() -> NetworkLayout.of(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static NetworkSpec spec(List<ModalitySpec> modalities, String fusion) {
        return new NetworkSpec(modalities, fusion, Map.of(), List.of("a", "b"));
    }
}
