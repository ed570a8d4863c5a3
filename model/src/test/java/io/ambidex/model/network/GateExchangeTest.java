/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoders of every kind that exchange gates. */
class GateExchangeTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    private static NetworkSpec spec(String encoder, Map<String, String> exchange) {
        Map<String, String> settings =
                switch (encoder) {
                    case "resnet18" -> Map.of("width", "4");
                    case "small-cnn" -> Map.of("channels", "4,6,8");
                    default ->
                            Map.of(
                                    "layers",
                                    "conv2d:c1 out=4 kernel=3; relu; conv2d:c2 out=5 kernel=3; tanh; mean");
                };
        EncoderSpec own = new EncoderSpec(encoder, settings);
        return new NetworkSpec(
                List.of(
                        new ModalitySpec("audio", AudioInput.of(4_000, 2_000, 16), own),
                        new ModalitySpec("video", new VideoInput(2, 3, 32, 32, 0.5, 0.25), own),
                        new ModalitySpec(
                                "touch",
                                new FeatureInput(List.of(6)),
                                new EncoderSpec(
                                        "layers",
                                        Map.of(
                                                "layers",
                                                "linear:fc1 out=7; relu; linear:fc2 out=3; tanh")))),
                "mean",
                Map.of(),
                exchange == null ? null : new ExchangeSpec("gates", exchange),
                null,
                CLASSES);
    }

    private static MiniBatch batch(NetworkSpec spec) {
        MiniBatch.Builder batch = MiniBatch.builder(3);
        for (int i = 0; i < 4; i++) {
            List<byte[]> media = new ArrayList<>();
            for (int m = 0; m < 3; m++) {
                byte[] bytes = new byte[spec.modalities().get(m).input().rawBytes()];
                for (int j = 0; j < bytes.length && m < 2; j++) {
                    bytes[j] = (byte) (17 * i + 31 * j * (i + 1));
                }
                media.add(i == m ? null : bytes);
            }
            batch.add(media, i % 3, i);
        }
        return batch.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small-cnn", "resnet18", "layers"})
    void aVersionFilePredictsWhatTheLearnerDoes(String encoder) throws Exception {
        NetworkSpec configured = spec(encoder, null);
        LearnerOptions options =
                LearnerOptions.builder()
                        .method("greedy", Map.of("warmUpSteps", "1", "speedDifference", "0"))
                        .learningRate(0.05)
                        .build();
        try (Learner learner = Learner.create(configured, options)) {
            MiniBatch batch = batch(configured);
            double first = learner.step(batch).loss();
            double last = first;
            for (int step = 2; step <= 12; step++) {
                last = learner.step(batch).loss();
            }
            assertThat(last).isLessThan(first);
            Map<String, HostTensor> weights = learner.exportTensors();
            assertThat(weights).containsKey("exchange.2.excite.touch.bias");
            try (Predictor predictor =
                    Predictor.initial(learner.networkSpec(), weights, 0, "cpu")) {
                float[] served = predictor.predict(batch).get(3).probabilities();
                double[] own = learner.evaluate(batch).probabilities()[3];
                for (int c = 0; c < served.length; c++) {
                    assertThat((double) served[c]).isEqualTo(own[c]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small-cnn", "resnet18", "layers"})
    void openGatesChangeNothing(String encoder) {
        MiniBatch batch = batch(spec(encoder, null));
        try (MultimodalNetwork plain = MultimodalNetwork.create(spec(encoder, null), 5, "cpu");
                MultimodalNetwork joint =
                        MultimodalNetwork.create(spec(encoder, Map.of()), 5, "cpu");
                StepScope scope = StepScope.open(plain.manager());
                GradMode off = GradMode.off()) {
            NDManager manager = scope.manager();
            NDList expected = plain.features(manager, batch::media);
            List<ModalityInput> inputs = new ArrayList<>();
            for (String modality : joint.spec().modalityNames()) {
                inputs.add(joint.prepare(manager, modality, batch.media(inputs.size())));
            }
            List<Integer> points = new ArrayList<>();
            NDList actual =
                    joint.encode(
                            manager,
                            inputs,
                            m -> false,
                            (point, gates) -> {
                                points.add(point);
                                NDList open = new NDList();
                                gates.forEach(gate -> open.add(gate.onesLike()));
                                return open;
                            });
            for (int m = 0; m < 3; m++) {
                assertThat(actual.get(m).toFloatArray()).isEqualTo(expected.get(m).toFloatArray());
            }
            // The encoder of touch has two stages only.
            assertThat(points).containsExactly(0, 1);
        }
    }

    @Test
    void aModalityThatIsAbsentTellsTheOthersNothing() {
        NetworkSpec spec = spec("layers", Map.of());
        try (MultimodalNetwork network = MultimodalNetwork.create(spec, 5, "cpu");
                StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NDManager manager = scope.manager();
            NDArray values = manager.ones(new Shape(2, 6));
            ModalityInput touch = ModalityInput.complete(values);
            List<ModalityInput> alone =
                    List.of(ModalityInput.absent(2), ModalityInput.absent(2), touch);
            assertThat(network.features(manager, alone).get(2).toFloatArray())
                    .isEqualTo(network.encode(manager, "touch", touch, false).toFloatArray());
            List<ModalityInput> both =
                    List.of(
                            ModalityInput.complete(manager.ones(new Shape(2, 1, 16, 48))),
                            ModalityInput.absent(2),
                            touch);
            assertThat(network.features(manager, both).get(2).toFloatArray())
                    .isNotEqualTo(network.features(manager, alone).get(2).toFloatArray());
        }
    }

    @Test
    void theLayoutAndTheSizeCountWhatIsExchanged() {
        NetworkSpec spec = spec("small-cnn", Map.of("points", "1", "ratio", "2"));
        try (MultimodalNetwork network = MultimodalNetwork.create(spec, 5, "cpu")) {
            NetworkLayout layout = NetworkLayout.of(spec);
            assertThat(layout.tensors().stream().map(t -> t.name()))
                    .containsExactlyElementsOf(network.state().names());
            // 8 + 8 + 3 channels, twice over two.
            assertThat(network.state().get("exchange.1.squeeze.weight").getShape())
                    .isEqualTo(new Shape(19, 19));
            assertThat(NetworkComplexity.of(spec).multiplyAccumulates())
                    .containsEntry("exchange.1.squeeze", 19L * 19)
                    .containsEntry("exchange.1.excite.touch", 19L * 3);
        }
        assertThat(NetworkSpec.fromJson(spec.toJson())).isEqualTo(spec);
        assertThat(spec("layers", null).toJson()).doesNotContain("exchange");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        NetworkSpec one =
                new NetworkSpec(
                        spec("layers", null).modalities().subList(0, 1),
                        "mean",
                        Map.of(),
                        new ExchangeSpec("gates", Map.of()),
                        null,
                        CLASSES);
        assertThatThrownBy(() -> NetworkLayout.of(one))
                .hasMessage("exchange 'gates' needs at least 2 modalities, not 1");
        assertThatThrownBy(() -> NetworkLayout.of(spec("layers", Map.of("points", "0"))))
                .hasMessageContaining("points");
        assertThatThrownBy(
                        () ->
                                NetworkLayout.of(
                                        one.withExchange(new ExchangeSpec("mail", Map.of()))))
                .hasMessage("there is no exchange 'mail'; there is gates");
    }
}
