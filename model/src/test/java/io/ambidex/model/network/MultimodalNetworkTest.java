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
import ai.djl.nn.Activation;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultimodalNetworkTest {

    private static final int BATCH = 5;

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
        try (MultimodalNetwork a = network("concat", Map.of(), 2, 3);
                MultimodalNetwork b = network("concat", Map.of(), 2, 3);
                MultimodalNetwork c = network("concat", Map.of(), 2, 4)) {
            for (String name : a.parameters().names()) {
                float[] values = a.parameters().get(name).toFloatArray();
                assertThat(b.parameters().get(name).toFloatArray()).as(name).isEqualTo(values);
                if (!name.contains(".bn")) {
                    assertThat(c.parameters().get(name).toFloatArray())
                            .as(name)
                            .isNotEqualTo(values);
                }
            }
        }
    }

    @Test
    void freshWeightsAreTheseOnEveryMachine() {
        try (MultimodalNetwork network = network("concat", Map.of(), 2, 3)) {
            float[] head = network.parameters().get("head.weight").toFloatArray();
            assertThat(Arrays.copyOf(head, 3))
                    .containsExactly(-0.15322472f, -0.18339479f, -0.20310968f);
        }
    }

    @Test
    void freshWeightsKeepWithinTheBoundOfTheirFanIn() {
        try (MultimodalNetwork network = network("concat", Map.of(), 2, 3)) {
            float[] head = network.parameters().get("head.weight").toFloatArray();
            float bound = (float) (1 / Math.sqrt(10));
            for (float weight : head) {
                assertThat(weight).isBetween(-bound, bound);
            }
        }
    }

    static Stream<Arguments> fusionsOfTwoAndThree() {
        return Stream.of("concat", "sum", "film", "gated", "mean", "shared", "boosted")
                .flatMap(f -> Stream.of(Arguments.of(f, 2), Arguments.of(f, 3)));
    }

    @ParameterizedTest
    @MethodSource("fusionsOfTwoAndThree")
    void everyFusionGivesLogitsAndReachesEveryParameter(String fusion, int modalities) {
        try (MultimodalNetwork network = network(fusion, Map.of(), modalities, 3);
                Autograd autograd = new Autograd(network.manager());
                StepScope scope = StepScope.open(network.manager());
                GradMode on = GradMode.on()) {
            NDList features = encode(network, scope.manager(), true);
            NDArray logits = network.logits(features);
            NDList split = network.splitLogits(features);

            assertThat(logits.getShape()).isEqualTo(new Shape(BATCH, 4));
            assertThat(split).hasSize(modalities);
            split.forEach(z -> assertThat(z.getShape()).isEqualTo(new Shape(BATCH, 4)));
            assertThat(
                            autograd.gradients(logits.square().sum(), network.parameters(), false)
                                    .names())
                    .containsExactlyElementsOf(network.parameters().names());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"concat", "sum"})
    void splitLogitsOfALinearHeadAddUpToTheJointOnes(String fusion) {
        try (MultimodalNetwork network = network(fusion, Map.of(), 3, 3);
                StepScope scope = StepScope.open(network.manager())) {
            NDList features = encode(network, scope.manager(), false);
            NDList split = network.splitLogits(features);
            NDArray sum = split.get(0).add(split.get(1)).add(split.get(2));
            assertClose(sum, network.logits(features), 1e-5);
        }
    }

    @Test
    void splitLogitsOfConcatUseTheirOwnBlockAndTheirShareOfTheBias() {
        try (MultimodalNetwork network = network("concat", Map.of(), 2, 3);
                StepScope scope = StepScope.open(network.manager())) {
            NDList features = encode(network, scope.manager(), false);
            NDArray weight = network.headParameters().get("head.weight");
            NDArray bias = network.headParameters().get("head.bias");
            NDArray expected =
                    features.get(1).matMul(weight.get(":, 5:").transpose()).add(bias.div(2));
            assertClose(network.splitLogits(features, "m1"), expected, 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"film", "gated"})
    void splitLogitsOfOtherFusionsAreThoseOfTheOthersSilent(String fusion) {
        String option = fusion.equals("film") ? "condition" : "gate";
        try (MultimodalNetwork network = network(fusion, Map.of(option, "m1"), 3, 3);
                StepScope scope = StepScope.open(network.manager())) {
            NDList features = encode(network, scope.manager(), false);
            NDList split = network.splitLogits(features);
            for (int m = 0; m < 3; m++) {
                NDList alone = new NDList();
                for (int j = 0; j < 3; j++) {
                    alone.add(j == m ? features.get(j) : features.get(j).zerosLike());
                }
                assertClose(split.get(m), network.logits(alone), 0);
            }
        }
    }

    @Test
    void filmOfTwoModalitiesScalesAndShifts() {
        try (MultimodalNetwork network = network("film", Map.of("condition", "m1"), 2, 3);
                StepScope scope = StepScope.open(network.manager())) {
            NDList f = encode(network, scope.manager(), false);
            NamedTensors p = network.headParameters();
            NDArray u =
                    f.get(1)
                            .matMul(p.get("fusion.m0.weight").transpose())
                            .add(p.get("fusion.m0.bias"));
            NDArray h = u.get(":, :5").mul(f.get(0)).add(u.get(":, 5:"));
            NDArray expected = h.matMul(p.get("head.weight").transpose()).add(p.get("head.bias"));
            assertClose(network.logits(f), expected, 1e-6);
        }
    }

    @Test
    void gatedOfTwoModalitiesOpensTheGate() {
        try (MultimodalNetwork network = network("gated", Map.of("width", "6"), 2, 3);
                StepScope scope = StepScope.open(network.manager())) {
            NDList f = encode(network, scope.manager(), false);
            NamedTensors p = network.headParameters();
            NDArray h0 = linear(f.get(0), p, "fusion.m0");
            NDArray h1 = linear(f.get(1), p, "fusion.m1");
            NDArray gate = Activation.sigmoid(h0);
            assertClose(network.logits(f), linear(gate.mul(h1), p, "head"), 1e-6);
        }
    }

    @Test
    void aMissingModalityIsAZeroRowAndNoPartOfTheStatistics() {
        try (MultimodalNetwork all = network("concat", Map.of(), 2, 3);
                MultimodalNetwork some = network("concat", Map.of(), 2, 3);
                StepScope scope = StepScope.open(all.manager())) {
            List<byte[]> media = media(0);
            NDArray complete =
                    all.encode(
                            scope.manager(), "m0", all.prepare(scope.manager(), "m0", media), true);
            List<byte[]> gaps =
                    Arrays.asList(
                            media.get(0),
                            null,
                            media.get(1),
                            media.get(2),
                            new byte[0],
                            media.get(3),
                            media.get(4));
            ModalityInput input = some.prepare(scope.manager(), "m0", gaps);
            NDArray features = some.encode(scope.manager(), "m0", input, true);

            assertThat(input.present()).isEqualTo(5);
            assertThat(input.rows().toLongArray()).containsExactly(0, 2, 3, 5, 6);
            assertThat(features.get("1").toFloatArray()).containsOnly(0);
            assertThat(features.get("4").toFloatArray()).containsOnly(0);
            assertClose(features.get(input.rows()), complete, 0);
            for (String name : all.buffers().names()) {
                assertClose(some.buffers().get(name), all.buffers().get(name), 0);
            }
        }
    }

    @Test
    void aModalityThatNobodyHasGivesZerosAndItsEncoderNoGradient() {
        try (MultimodalNetwork network = network("concat", Map.of(), 2, 3);
                Autograd autograd = new Autograd(network.manager());
                StepScope scope = StepScope.open(network.manager());
                GradMode on = GradMode.on()) {
            NDManager manager = scope.manager();
            ModalityInput nothing =
                    network.prepare(manager, "m1", Arrays.asList(null, null, null, null, null));
            NDList features =
                    new NDList(
                            network.encode(
                                    manager, "m0", network.prepare(manager, "m0", media(0)), true),
                            network.encode(manager, "m1", nothing, true));
            assertThat(features.get(1).toFloatArray()).hasSize(5 * BATCH).containsOnly(0);
            assertThat(
                            autograd.gradients(
                                            network.logits(features).sum(),
                                            network.parameters(),
                                            false)
                                    .names())
                    .noneMatch(name -> name.startsWith("m1_net."))
                    .contains("m0_net.conv1.weight", "head.weight");
        }
    }

    @Test
    void oneValuePerChannelLeavesTheRunningStatisticsAlone() {
        ModalitySpec tiny =
                new ModalitySpec(
                        "m0",
                        new FeatureInput(List.of(1, 2, 2)),
                        new EncoderSpec("small-cnn", Map.of("channels", "2")));
        NetworkSpec spec = new NetworkSpec(List.of(tiny), "concat", Map.of(), List.of("a", "b"));
        try (MultimodalNetwork network = MultimodalNetwork.create(spec, 1, "cpu");
                StepScope scope = StepScope.open(network.manager())) {
            NDArray one = scope.manager().ones(new Shape(1, 1, 2, 2));
            NDArray features =
                    network.encode(scope.manager(), "m0", ModalityInput.complete(one), true);
            assertThat(features.isNaN().any().getBoolean()).isFalse();
            assertThat(network.buffers().get("m0_net.bn1.running_var").toFloatArray())
                    .containsOnly(1);
        }
    }

    @Test
    void doublePrecisionAgreesWithSinglePrecision() {
        NetworkSpec spec = spec("concat", Map.of(), 2);
        try (MultimodalNetwork single = MultimodalNetwork.create(spec, 3, "cpu");
                MultimodalNetwork twice =
                        MultimodalNetwork.create(spec, 3, "cpu", DataType.FLOAT64);
                StepScope scope = StepScope.open(single.manager())) {
            NDArray f32 = single.logits(encode(single, scope.manager(), true));
            NDArray f64 = twice.logits(encode(twice, scope.manager(), true));
            assertThat(f64.getDataType()).isEqualTo(DataType.FLOAT64);
            assertClose(f32, f64.toType(DataType.FLOAT32, false), 1e-4);
        }
    }

    @Test
    void framesAreEncodedByThemselvesAndAveraged() {
        EncoderSpec encoder =
                new EncoderSpec("layers", Map.of("layers", "conv2d:c out=3 kernel=2; tanh; mean"));
        ModalitySpec video = new ModalitySpec("v", new FeatureInput(List.of(2, 3, 4, 4)), encoder);
        ModalitySpec image = new ModalitySpec("v", new FeatureInput(List.of(2, 4, 4)), encoder);
        try (MultimodalNetwork clips = create(video);
                MultimodalNetwork frames = create(image);
                StepScope scope = StepScope.open(clips.manager())) {
            NDArray values =
                    scope.manager().arange(2 * 2 * 3 * 4 * 4).div(50).reshape(2, 2, 3, 4, 4);
            NDArray whole =
                    clips.encode(scope.manager(), "v", ModalityInput.complete(values), false);
            NDArray mean = scope.manager().zeros(new Shape(2, 3));
            for (int t = 0; t < 3; t++) {
                NDArray frame = values.get(":, :, " + t);
                mean =
                        mean.add(
                                frames.encode(
                                        scope.manager(),
                                        "v",
                                        ModalityInput.complete(frame),
                                        false));
            }
            assertClose(whole, mean.div(3), 1e-6);
        }
    }

    @Test
    void loadingWantsExactlyTheTensorsOfTheNetwork() {
        try (MultimodalNetwork network = network("concat", Map.of(), 2, 3);
                MultimodalNetwork other = network("concat", Map.of(), 2, 4)) {
            network.load(other.state());
            assertClose(network.state().get("head.weight"), other.state().get("head.weight"), 0);

            NamedTensors missing = other.state().only(name -> !name.equals("head.bias"));
            assertThatThrownBy(() -> network.load(missing)).hasMessageContaining("head.bias");
            NamedTensors more = other.state().only(name -> true);
            more.add("extra", other.state().get("head.bias"));
            assertThatThrownBy(() -> network.load(more)).hasMessageContaining("extra");
            NamedTensors wrong = other.state().only(name -> !name.equals("head.bias"));
            wrong.add("head.bias", other.state().get("head.weight"));
            assertThatThrownBy(() -> network.load(wrong))
                    .hasMessageContaining("'head.bias' must be float32 (4), not float32 (4, 10)");
        }
    }

    @Test
    void aClipOfAnotherSizeIsRefused() {
        try (MultimodalNetwork network = network("concat", Map.of(), 2, 3)) {
            assertThatThrownBy(() -> network.prepare(network.manager(), "m0", List.of(new byte[7])))
                    .hasMessage("clip 0 of the batch has 7 bytes of 'm0', not 400");
        }
    }

    @Test
    void theLayoutIsThatOfTheNetworkThatIsBuilt() {
        for (String fusion :
                List.of("concat", "sum", "film", "gated", "mean", "cosine", "shared", "boosted")) {
            try (MultimodalNetwork network = network(fusion, Map.of(), 3, 3)) {
                NetworkLayout layout = NetworkLayout.of(network.spec());
                assertThat(layout.tensors().stream().map(t -> t.name()))
                        .containsExactlyElementsOf(network.state().names());
                layout.tensors()
                        .forEach(
                                t ->
                                        assertThat(new Shape(t.shape()))
                                                .isEqualTo(
                                                        network.state().get(t.name()).getShape()));
            }
        }
    }

    private static NDArray linear(NDArray x, NamedTensors p, String name) {
        return x.matMul(p.get(name + ".weight").transpose()).add(p.get(name + ".bias"));
    }

    private static MultimodalNetwork create(ModalitySpec modality) {
        return MultimodalNetwork.create(
                new NetworkSpec(List.of(modality), "concat", Map.of(), List.of("a", "b")),
                1,
                "cpu");
    }

    private static NetworkSpec spec(String fusion, Map<String, String> options, int modalities) {
        List<ModalitySpec> specs =
                Stream.of("m0", "m1", "m2")
                        .limit(modalities)
                        .map(
                                name ->
                                        new ModalitySpec(
                                                name,
                                                new FeatureInput(List.of(1, 10, 10)),
                                                new EncoderSpec(
                                                        "small-cnn", Map.of("channels", "3,5"))))
                        .toList();
        return new NetworkSpec(specs, fusion, options, List.of("a", "b", "c", "d"));
    }

    private static MultimodalNetwork network(
            String fusion, Map<String, String> options, int modalities, long seed) {
        return MultimodalNetwork.create(spec(fusion, options, modalities), seed, "cpu");
    }

    private static NDList encode(MultimodalNetwork network, NDManager manager, boolean training) {
        NDList features = new NDList();
        List<String> names = network.spec().modalityNames();
        for (int m = 0; m < names.size(); m++) {
            ModalityInput input = network.prepare(manager, names.get(m), media(m));
            features.add(network.encode(manager, names.get(m), input, training));
        }
        return features;
    }

    private static List<byte[]> media(int modality) {
        CounterRandom random = new CounterRandom(11, modality, "media");
        return Stream.generate(
                        () -> {
                            ByteBuffer clip =
                                    ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
                            while (clip.hasRemaining()) {
                                clip.putFloat((float) random.nextNormal());
                            }
                            return clip.array();
                        })
                .limit(BATCH)
                .toList();
    }

    private static void assertClose(NDArray actual, NDArray expected, double tolerance) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        Number[] a = actual.toArray();
        Number[] e = expected.toArray();
        for (int i = 0; i < e.length; i++) {
            assertThat(a[i].doubleValue()).isCloseTo(e[i].doubleValue(), within(tolerance));
        }
    }
}
