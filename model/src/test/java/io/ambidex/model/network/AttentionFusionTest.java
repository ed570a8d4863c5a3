/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.StepScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionFusionTest {

    private static ModalitySpec modality(
            String name, InputSpec input, Map<String, String> options) {
        return new ModalitySpec(name, input, new EncoderSpec("patches", options));
    }

    private static NetworkSpec spec(Map<String, String> fusionOptions) {
        return new NetworkSpec(
                List.of(
                        modality(
                                "audio",
                                new FeatureInput(List.of(1, 16, 8)),
                                Map.of("size", "XS", "patch", "8x4")),
                        modality(
                                "video",
                                new FeatureInput(List.of(3, 2, 8, 8)),
                                Map.of("size", "XS", "patch", "2x4x4"))),
                "attention",
                fusionOptions,
                List.of("a", "b", "c"));
    }

    /** Runs with features of 3 random clips, in double precision. */
    private static void with(Map<String, String> fusionOptions, Consumer<Run> check) {
        try (MultimodalNetwork network =
                        MultimodalNetwork.create(spec(fusionOptions), 5, "cpu", DataType.FLOAT64);
                StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NDManager manager = scope.manager();
            NDArray audio = manager.arange(3 * 128).reshape(3, 1, 16, 8).mul(0.1).sin();
            NDArray video = manager.arange(3 * 384).reshape(3, 3, 2, 8, 8).mul(0.3).cos();
            NDList features =
                    network.features(
                            manager,
                            List.of(
                                    ModalityInput.complete(audio.toType(DataType.FLOAT64, false)),
                                    ModalityInput.complete(video.toType(DataType.FLOAT64, false))));
            check.accept(new Run(network, manager, features));
        }
    }

    private record Run(MultimodalNetwork network, NDManager manager, NDList features) {
        double[] logits(NDArray presence) {
            return network.logits(features, presence).toDoubleArray();
        }

        NDArray presence(double... values) {
            return manager.create(values, new Shape(3, 2));
        }
    }

    @Test
    void patchesGiveTokensBehindAClassToken() {
        with(
                Map.of(),
                run -> {
                    assertThat(run.network().tokens("audio").count()).isEqualTo(1 + 2 * 2);
                    assertThat(run.network().tokens("video").count()).isEqualTo(1 + 2 * 2);
                    assertThat(run.features().get(1).getShape()).isEqualTo(new Shape(3, 5 * 32));
                    assertThat(run.network().state().names())
                            .contains(
                                    "audio_net.patch_embed.proj.weight",
                                    "video_net.blocks.0.attn.qkv.weight",
                                    "fusion.cls");
                });
    }

    @ParameterizedTest
    @CsvSource({"0,false", "2,false", "2,true"})
    void aMissingModalityHasNoTokensWhateverItsFeaturesAre(int jointLayers, boolean qkNorm) {
        Map<String, String> options =
                Map.of("jointLayers", "" + jointLayers, "qkNorm", "" + qkNorm, "heads", "2");
        with(
                options,
                run -> {
                    NDArray presence = run.presence(1, 1, 1, 0, 0, 1);
                    double[] before = run.logits(presence);
                    NDArray video = run.features().get(1);
                    NDArray changed = video.duplicate();
                    changed.set(new ai.djl.ndarray.index.NDIndex("1"), 77.0);
                    run.features().set(1, changed);
                    assertThat(run.logits(presence)).containsExactly(before);
                    run.features().set(1, video);
                    NDList split = run.network().splitLogits(run.features());
                    double[] all = run.logits(run.presence(1, 0, 1, 0, 1, 0));
                    assertThat(split.get(0).toDoubleArray()).containsExactly(all, within(1e-12));
                });
    }

    @Test
    void theAttentionOfAllModalitiesAddsUpToOne() {
        with(
                Map.of("jointLayers", "1"),
                run -> {
                    AttentionReading reading =
                            run.network().attention(run.features(), null).orElseThrow();
                    assertThat(reading.classMass() + reading.mass(0) + reading.mass(1))
                            .isCloseTo(1, within(1e-12));
                    Map<String, Double> figures = reading.figures();
                    assertThat(
                                    figures.get("attention.massPerToken.audio")
                                            + figures.get("attention.massPerToken.video"))
                            .isCloseTo(1, within(1e-12));
                    AttentionReading alone =
                            run.network()
                                    .attention(run.features(), run.presence(1, 0, 1, 0, 1, 0))
                                    .orElseThrow();
                    assertThat(alone.isPresent(1)).isFalse();
                    assertThat(alone.figures()).doesNotContainKey("attention.mass.video");
                    assertThat(alone.classMass() + alone.mass(0)).isCloseTo(1, within(1e-12));
                });
    }

    @Test
    void aFoldedRotationGivesTheSameLogits() {
        with(
                Map.of("rotation", "true", "heads", "2"),
                run -> {
                    double[] plain = run.logits(null);
                    NDArray rotation = run.network().buffers().get("fusion.rotation");
                    NDArray turned = rotation.duplicate();
                    // A quarter turn in the plane of the first two coordinates of the first head.
                    double[] values = turned.toDoubleArray();
                    values[0] = 0;
                    values[1] = -1;
                    values[16] = 1;
                    values[17] = 0;
                    run.manager().create(values, rotation.getShape()).copyTo(rotation);
                    double[] rotated = run.logits(null);
                    assertThat(rotated).isNotEqualTo(plain);
                    run.network().load(run.network().served(run.manager()));
                    assertThat(rotation.toDoubleArray()[0]).isEqualTo(1);
                    assertThat(run.logits(null)).containsExactly(rotated, within(1e-12));
                });
    }

    @Test
    void forkedLayersKeepTheModalitiesApartAndNoneIsThePlainPrediction() {
        with(
                Map.of("jointLayers", "2"),
                run -> {
                    MultimodalNetwork network = run.network();
                    NDArray plain = network.logits(run.features(), null, 0);
                    assertThat(plain.toDoubleArray()).containsExactly(run.logits(null));
                    double[] one = network.logits(run.features(), null, 1).toDoubleArray();
                    double[] two = network.logits(run.features(), null, 2).toDoubleArray();
                    assertThat(one).isNotEqualTo(plain.toDoubleArray()).isNotEqualTo(two);
                    // A clip with one modality has nothing to be kept apart from.
                    NDArray audio = run.presence(1, 0, 1, 0, 1, 0);
                    assertThat(network.logits(run.features(), audio, 2).toDoubleArray())
                            .containsExactly(run.logits(audio), within(1e-12));
                    assertThatThrownBy(() -> network.logits(run.features(), null, 3))
                            .hasMessageContaining("2 joint layers, 3 cannot be forked");
                });
    }

    @Test
    void tokensOfAnotherWidthGetALinearLayer() {
        Map<String, String> options = new LinkedHashMap<>(Map.of("width", "20", "heads", "4"));
        with(
                options,
                run -> {
                    assertThat(run.network().state().get("fusion.audio.weight").getShape())
                            .isEqualTo(new Shape(20, 32));
                    assertThat(run.logits(null)).hasSize(9);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size=S heads=5       |                | 5 does not divide 48",
                "patch=5x4            |                | patch 5x4 does not divide the input, which"
                        + " is 16x8",
                "patch=4              |                | patch 4 does not divide the input, which"
                        + " is 16x8",
                "size=huge            |                | size must be one of S, XS, M, L, ViT-S",
                "size=XS              | heads=5        | 5 does not divide 32",
                "size=XS              | jointLayers=1 jointHeads=3 | 3 does not divide 32",
                "size=XS              | jointLayers=1 forkedLayers=2 | forkedLayers",
                "width=16 heads=4     |                | or the option 'width'"
            })
    void whatDoesNotFitIsRefusedBeforeAnythingIsMade(
            String encoder, String fusion, String message) {
        NetworkSpec wrong =
                new NetworkSpec(
                        List.of(
                                modality(
                                        "audio",
                                        new FeatureInput(List.of(1, 16, 8)),
                                        options(encoder)),
                                modality(
                                        "video",
                                        new FeatureInput(List.of(3, 8, 8)),
                                        Map.of("size", "XS"))),
                        "attention",
                        options(fusion),
                        List.of("a", "b"));
        assertThatThrownBy(() -> NetworkLayout.of(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Map<String, String> options(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        if (text != null) {
            for (String pair : text.strip().split(" ")) {
                options.put(pair.split("=")[0], pair.split("=")[1]);
            }
        }
        return options;
    }
}
