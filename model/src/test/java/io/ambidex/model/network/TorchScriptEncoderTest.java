/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.learning.Sgd;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.Predictor;
import io.ambidex.model.version.Provenance;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.Safetensors;
import io.ambidex.model.version.VersionFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchScriptEncoderTest {

    private static final double TOLERANCE = 1e-5;

    private final Map<String, HostTensor> expected;

    TorchScriptEncoderTest() throws Exception {
        byte[] file = Files.readAllBytes(resource("expected.safetensors"));
        expected = Safetensors.read(file, ReadLimits.DEFAULT).tensors();
    }

    @Test
    void parametersAndBuffersHaveTheNamesThatPyTorchHas() throws Exception {
        try (MultimodalNetwork network = network("scripted.pt")) {
            assertThat(network.parameters().names())
                    .containsExactlyInAnyOrder(
                            "image_net.scale",
                            "image_net.body.0.weight",
                            "image_net.body.0.bias",
                            "image_net.body.1.weight",
                            "image_net.body.1.bias",
                            "image_net.fc.weight",
                            "head.weight",
                            "head.bias");
            assertThat(network.buffers().names())
                    .containsExactlyInAnyOrder(
                            "image_net.torchscript",
                            "image_net.gain",
                            "image_net.body.1.running_mean",
                            "image_net.body.1.running_var",
                            "image_net.body.1.num_batches_tracked");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scripted.pt", "traced.pt"})
    void evaluationGivesTheFeaturesOfPyTorch(String file) throws Exception {
        try (MultimodalNetwork network = network(file);
                StepScope scope = StepScope.open(network.manager())) {
            assertClose("eval", encode(network, scope, false));
        }
    }

    @Test
    void trainingGivesTheFeaturesGradientsAndStatisticsOfPyTorch() throws Exception {
        try (MultimodalNetwork network = network("scripted.pt");
                Autograd autograd = new Autograd(network.manager());
                StepScope scope = StepScope.open(network.manager());
                GradMode on = GradMode.on()) {
            NDArray features = encode(network, scope, true);
            assertClose("train", features);
            NamedTensors gradients =
                    autograd.gradients(
                            features.square().sum(), network.encoderParameters("image"), false);
            assertThat(gradients.size()).isEqualTo(6);
            gradients
                    .entries()
                    .forEach(
                            g ->
                                    assertClose(
                                            g.getKey().replace("image_net", "grad"), g.getValue()));
            for (String name : List.of("body.1.running_mean", "body.1.running_var", "gain")) {
                assertClose("after." + name, network.buffers().get("image_net." + name));
            }
            assertThat(network.buffers().get("image_net.body.1.num_batches_tracked").getLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void anUpdateOfTheParametersChangesTheModule() throws Exception {
        try (MultimodalNetwork network = network("scripted.pt");
                Autograd autograd = new Autograd(network.manager());
                Sgd sgd = new Sgd(network.manager(), 0.9, 0);
                StepScope scope = StepScope.open(network.manager())) {
            NDArray before = encode(network, scope, false);
            NamedTensors gradients;
            try (GradMode on = GradMode.on()) {
                NDArray loss = encode(network, scope, true).square().sum();
                gradients = autograd.gradients(loss, network.parameters(), false);
            }
            sgd.update(network.parameters(), gradients, 0.01);
            assertThat(encode(network, scope, false).square().sum().getFloat())
                    .isLessThan(before.square().sum().getFloat());
        }
    }

    @Test
    void aVersionIsCompleteWithoutTheFile(@TempDir Path folder) throws Exception {
        Path copy = Files.copy(resource("scripted.pt"), folder.resolve("encoder.pt"));
        NetworkSpec spec = spec(copy, 5);
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (MultimodalNetwork network = MultimodalNetwork.create(spec, 1, "cpu")) {
            network.parameters().get("image_net.scale").muli(3);
            network.state()
                    .entries()
                    .forEach(e -> tensors.put(e.getKey(), HostTensor.of(e.getValue())));
        }
        Files.delete(copy);
        Provenance provenance = Provenance.initial(spec.classes(), 1, Environment.here("cpu"), 0);
        VersionFile version = new VersionFile(spec, provenance, tensors);

        try (Predictor predictor =
                Predictor.open(version.toBytes(), version.digest(), ReadLimits.DEFAULT, "cpu")) {
            assertThat(predictor.digest()).isEqualTo(version.digest());
        }
        tensors.remove("image_net.fc.weight");
        byte[] incomplete = new VersionFile(spec, provenance, tensors).toBytes();
        assertThatThrownBy(() -> Predictor.open(incomplete, null, ReadLimits.DEFAULT, "cpu"))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessageContaining("image_net.fc.weight");
    }

    @Test
    void framesOfAVideoAreEncodedByThemselvesAndAveraged() throws Exception {
        EncoderSpec encoder = encoder(resource("scripted.pt"), 5);
        ModalitySpec video =
                new ModalitySpec("image", new FeatureInput(List.of(1, 2, 10, 10)), encoder);
        NetworkSpec spec = new NetworkSpec(List.of(video), "concat", Map.of(), List.of("a", "b"));
        try (MultimodalNetwork network = MultimodalNetwork.create(spec, 1, "cpu");
                StepScope scope = StepScope.open(network.manager())) {
            NDArray x = expected.get("x").toDevice(scope.manager());
            NDArray still = x.expandDims(2);
            NDArray clip = still.concat(still, 2);
            NDArray features =
                    network.encode(scope.manager(), "image", ModalityInput.complete(clip), false);
            assertThat(clip.getShape()).isEqualTo(new Shape(4, 1, 2, 10, 10));
            assertClose("eval", features);
        }
    }

    @Test
    void anotherWidthThanSaidIsRefused() {
        assertThatThrownBy(
                        () -> MultimodalNetwork.create(spec(resource("scripted.pt"), 7), 1, "cpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("makes (1, 5) of one clip, not (1, 7)");
    }

    @Test
    void aFileMayGiveTokensForAnAttentionFusion() throws Exception {
        try (MultimodalNetwork network =
                        MultimodalNetwork.create(tokens(resource("scripted.pt"), 5, 1), 1, "cpu");
                StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NDArray features = encode(network, scope, false);
            AttentionReading reading = network.attention(new NDList(features), null).orElseThrow();
            assertThat(reading.shape().length()).isEqualTo(5);
            assertThat(network.logits(new NDList(features)).getShape()).isEqualTo(new Shape(4, 2));
        }
    }

    @Test
    void tokensOfAnotherShapeThanSaidAreRefused() {
        assertThatThrownBy(
                        () ->
                                MultimodalNetwork.create(
                                        tokens(resource("scripted.pt"), 3, 2), 1, "cpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "makes (1, 5) of one clip, not 3 tokens of width 2: (1, 3, 2) or (1, 6)");
    }

    /** An attention fusion over so many tokens of so wide a file. */
    private static NetworkSpec tokens(Path file, int count, int width) {
        EncoderSpec encoder =
                new EncoderSpec(
                        "torchscript",
                        Map.of(
                                "path", file.toString(),
                                "tokens", Integer.toString(count),
                                "features", Integer.toString(width)));
        ModalitySpec image =
                new ModalitySpec("image", new FeatureInput(List.of(1, 10, 10)), encoder);
        return new NetworkSpec(List.of(image), "attention", Map.of(), List.of("a", "b"));
    }

    @Test
    void aFileThatIsMissingOrNoTorchScriptIsRefused(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing.pt");
        assertThatThrownBy(() -> MultimodalNetwork.create(spec(missing, 5), 1, "cpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing.pt");
        Path text = Files.writeString(folder.resolve("text.pt"), "no zip at all");
        assertThatThrownBy(() -> MultimodalNetwork.create(spec(text, 5), 1, "cpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a TorchScript file");
    }

    private NDArray encode(MultimodalNetwork network, StepScope scope, boolean training) {
        NDArray x = expected.get("x").toDevice(scope.manager());
        return network.encode(scope.manager(), "image", ModalityInput.complete(x), training);
    }

    private void assertClose(String name, NDArray actual) {
        HostTensor wanted = expected.get(name);
        assertThat(actual.getShape()).as(name).isEqualTo(new Shape(wanted.shape()));
        float[] values = new float[(int) wanted.size()];
        wanted.data().asFloatBuffer().get(values);
        float[] actuals = actual.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertThat((double) actuals[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(values[i], within(TOLERANCE * Math.max(1, Math.abs(values[i]))));
        }
    }

    private static MultimodalNetwork network(String file) throws Exception {
        return MultimodalNetwork.create(spec(resource(file), 5), 1, "cpu");
    }

    private static NetworkSpec spec(Path file, int features) {
        ModalitySpec image =
                new ModalitySpec(
                        "image", new FeatureInput(List.of(1, 10, 10)), encoder(file, features));
        return new NetworkSpec(List.of(image), "concat", Map.of(), List.of("a", "b"));
    }

    private static EncoderSpec encoder(Path file, int features) {
        return new EncoderSpec(
                "torchscript",
                Map.of("path", file.toString(), "features", Integer.toString(features)));
    }

    private static Path resource(String name) throws Exception {
        return Path.of(TorchScriptEncoderTest.class.getResource("/torchscript/" + name).toURI());
    }
}
