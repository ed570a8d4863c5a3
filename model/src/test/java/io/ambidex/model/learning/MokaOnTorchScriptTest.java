/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.BaseModel;
import io.ambidex.model.version.ClipPrediction;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.Predictor;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Adapters around a backbone from a TorchScript file, which has weights, batch norm and a buffer of
 * its own: nothing inside it moves, and a version needs the base but not the file.
 */
class MokaOnTorchScriptTest {
    private static final int BATCH = 8;
    private static final int VALUES = 100;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void copyOfTheFile() throws Exception {
        Path resource =
                Path.of(
                        MokaOnTorchScriptTest.class
                                .getResource("/torchscript/scripted.pt")
                                .toURI());
        file = Files.copy(resource, folder.resolve("backbone.pt"));
    }

    @ParameterizedTest
    @CsvSource({
        "attention, 5, 1, 'tokens', 1",
        "attention, 5, 1, 'wq,wk,wv,wo', 4",
        "attention, 1, 5, 'tokens,wk,wv', 2",
        "concat, 1, 5, 'tokens', 3"
    })
    void onlyAdaptersAndHeadLearnAndAVersionIsPredictedWithoutTheFile(
            String fusion, int tokens, int width, String maps, int rank) throws Exception {
        NetworkSpec network = network(fusion, tokens, width);
        Map<String, String> options = Map.of("maps", maps, "rank", Integer.toString(rank));
        try (Learner frozen = learner(network, "joint", Map.of());
                Learner adapted = learner(network, "moka", options)) {
            MiniBatch unseen = batch(90, 0.3);
            BaseModel base = adapted.base();
            assertThat(base.tensors()).isEqualTo(frozen.exportTensors());
            assertThat(adapted.evaluate(unseen).probabilities())
                    .isDeepEqualTo(frozen.evaluate(unseen).probabilities());
            Map<String, HostTensor> before = adapted.exportTensors();
            for (int step = 1; step <= 4; step++) {
                assertThat(adapted.step(batch(step, 0.3)).loss()).isFinite();
            }
            assertThat(adapted.exportTensors().keySet()).allMatch(AdaptedVersions::isCarried);
            adapted.exportTensors()
                    .forEach(
                            (name, tensor) ->
                                    assertThat(tensor).as(name).isNotEqualTo(before.get(name)));
            assertThat(adapted.base()).as("running statistics, too").isEqualTo(base);

            byte[] version = AdaptedVersions.version(adapted).toBytes();
            assertThat(version.length).isLessThan(base.toBytes().length);
            BaseModel kept =
                    BaseModel.read(base.toBytes(), adapted.baseDigest(), ReadLimits.DEFAULT);
            Files.delete(file);
            VersionFile read = VersionFile.read(version, null, ReadLimits.DEFAULT);
            try (Predictor predictor = Predictor.of(read, AdaptedVersions.known(kept), "cpu")) {
                assertSame(predictor.predict(unseen), adapted.evaluate(unseen));
            }
        }
    }

    @Test
    void theStateIsReadOnTheSameBaseWithoutTheWeightsOfTheFile() throws Exception {
        NetworkSpec network = network("attention", 5, 1);
        Map<String, String> options = Map.of("rank", "2");
        try (Learner original = learner(network, "moka", options);
                Learner restored = learner(network, "moka", options)) {
            original.step(batch(1, 0.3));
            byte[] state = AdaptedVersions.state(original);
            restored.readState(
                    new ByteArrayInputStream(state), AdaptedVersions.known(original.base()));
            assertThat(restored.step(batch(2, 0.3)).loss())
                    .isEqualTo(original.step(batch(2, 0.3)).loss());
            assertThat(AdaptedVersions.state(restored)).isEqualTo(AdaptedVersions.state(original));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | 2 | 1 | makes (1, 5) of one clip, not 3 tokens of width 2: (1, 3, 2) or (1, 6)",
                "5 | 1 | 2 | rank must be at most the width of map 'tokens' for audio, 1, but is 2",
            })
    void aBackboneThatDoesNotFitIsRefusedWithLimitAndValue(
            int tokens, int width, String rank, String message) {
        Map<String, String> options = Map.of("maps", "tokens", "rank", rank);
        assertThatThrownBy(() -> learner(network("attention", tokens, width), "moka", options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** Both modalities through the same file, whose 5 outputs are taken as tokens. */
    private NetworkSpec network(String fusion, int tokens, int width) {
        EncoderSpec backbone =
                new EncoderSpec(
                        "torchscript",
                        Map.of(
                                "path", file.toString(),
                                "tokens", Integer.toString(tokens),
                                "features", Integer.toString(width)));
        FeatureInput input = new FeatureInput(List.of(1, 10, 10));
        Map<String, String> options = fusion.equals("attention") ? Map.of("width", "6") : Map.of();
        return new NetworkSpec(
                List.of(
                        new ModalitySpec("audio", input, backbone),
                        new ModalitySpec("video", input, backbone)),
                fusion,
                options,
                List.of("a", "b", "c"));
    }

    private static Learner learner(
            NetworkSpec network, String method, Map<String, String> options) {
        return Learner.create(
                network,
                LearnerOptions.builder()
                        .method(method, options)
                        .learningRate(0.05)
                        .seed(4)
                        .build());
    }

    /** Noise around the number of the class; some examples lack the second modality. */
    private static MiniBatch batch(long step, double missing) {
        MiniBatch.Builder batch = MiniBatch.builder(2);
        CounterRandom random = new CounterRandom(7, step, "examples");
        for (int i = 0; i < BATCH; i++) {
            int label = random.nextInt(3);
            byte[] audio = noise(random, label);
            byte[] video = noise(random, label);
            boolean lacking = random.nextDouble() < missing;
            batch.add(Arrays.asList(audio, lacking ? null : video), label, step * BATCH + i);
        }
        return batch.build();
    }

    private static byte[] noise(CounterRandom random, int label) {
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = (float) (label + random.nextNormal());
        }
        return SyntheticStream.bytes(values);
    }

    private static void assertSame(List<ClipPrediction> predictions, Evaluation evaluation) {
        for (int i = 0; i < predictions.size(); i++) {
            double[] expected = evaluation.probabilities()[i];
            float[] actual = predictions.get(i).probabilities();
            for (int c = 0; c < expected.length; c++) {
                assertThat((double) actual[c]).isEqualTo(expected[c]);
            }
        }
    }
}
