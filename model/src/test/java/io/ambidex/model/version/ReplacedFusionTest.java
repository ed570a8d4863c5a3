/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.learning.Evaluation;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.SyntheticStream;
import io.ambidex.model.network.NetworkSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that replace the fusion replace it in predictions too, through the version. */
class ReplacedFusionTest {

    static Stream<Arguments> methods() {
        return Stream.of(2, 3)
                .flatMap(
                        m ->
                                Stream.of(
                                        Arguments.of("mla", Map.of(), "shared", m),
                                        Arguments.of(
                                                "mla", Map.of("prediction", "mean"), "shared", m),
                                        Arguments.of(
                                                "mmcosine",
                                                Map.of("scale", "6", "keepRange", "true"),
                                                "cosine",
                                                m),
                                        Arguments.of(
                                                "reconboost",
                                                Map.of(
                                                        "hidden",
                                                        "12",
                                                        "unimodalSteps",
                                                        "0",
                                                        "boostingSteps",
                                                        "3"),
                                                "boosted",
                                                m),
                                        Arguments.of("lfm", Map.of(), "mean", m)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aVersionIsPredictedAsTheLearnerEvaluatesItWithGapsToo(
            String method, Map<String, String> options, String fusion, int modalities)
            throws Exception {
        SyntheticStream stream = new SyntheticStream(modalities, 7);
        try (Learner learner = learner(stream, method, options)) {
            for (int step = 1; step <= 10; step++) {
                learner.step(stream.batch(step, 8, 0.3));
            }
            assertThat(learner.networkSpec().fusion()).isEqualTo(fusion);
            VersionFile file =
                    new VersionFile(
                            learner.networkSpec(),
                            provenance(learner.networkSpec()),
                            learner.exportTensors());
            MiniBatch batch = stream.batch(11, 16, 0.5);
            Evaluation evaluation = learner.evaluate(batch);
            try (Predictor predictor =
                    Predictor.open(file.toBytes(), file.digest(), ReadLimits.DEFAULT, "cpu")) {
                assertThat(predictor.spec()).isEqualTo(learner.networkSpec());
                List<ClipPrediction> predictions = predictor.predict(batch);
                for (int i = 0; i < batch.size(); i++) {
                    assertSame(predictions.get(i).probabilities(), evaluation.probabilities()[i]);
                    for (String modality : learner.networkSpec().modalityNames()) {
                        double[] alone = evaluation.modalityProbabilities().get(modality)[i];
                        float[] predicted =
                                predictions.get(i).modalityProbabilities().get(modality);
                        assertThat(predicted == null).isEqualTo(alone == null);
                        if (alone != null) {
                            assertSame(predicted, alone);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void anotherMethodGetsTheConfiguredFusionBack(
            String method, Map<String, String> options, String fusion, int modalities) {
        SyntheticStream stream = new SyntheticStream(modalities, 7);
        try (Learner learner = learner(stream, "joint", Map.of())) {
            learner.step(stream.batch(1, 8));
            NetworkSpec configured = learner.networkSpec();
            HostTensor encoder = learner.exportTensors().get("audio_net.conv1.weight");
            learner.changeMethod(method, options);
            assertThat(learner.networkSpec().fusion()).isEqualTo(fusion);
            assertThat(learner.exportTensors().get("audio_net.conv1.weight")).isEqualTo(encoder);
            assertThat(learner.step(stream.batch(2, 8)).loss()).isFinite();
            HostTensor trained = learner.exportTensors().get("audio_net.conv1.weight");
            learner.changeMethod("joint", Map.of());
            assertThat(learner.networkSpec()).isEqualTo(configured);
            assertThat(learner.exportTensors().get("audio_net.conv1.weight")).isEqualTo(trained);
            assertThat(learner.step(stream.batch(3, 8)).loss()).isFinite();
        }
    }

    private static Learner learner(
            SyntheticStream stream, String method, Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method(method, options)
                        .learningRate(0.02)
                        .seed(5)
                        .build());
    }

    private static Provenance provenance(NetworkSpec spec) {
        return new Provenance(
                new ModelVersion(0, 1),
                new ModelVersion(0, 0),
                10,
                LedgerRange.NONE,
                "any",
                Map.of(),
                spec.classes(),
                Map.of(),
                5,
                new Environment(1, "cpu", "AVX2", Map.of()),
                1_700_000_000_000L);
    }

    private static void assertSame(float[] predicted, double[] evaluated) {
        assertThat(predicted).hasSameSizeAs(evaluated);
        for (int c = 0; c < predicted.length; c++) {
            assertThat((double) predicted[c]).isCloseTo(evaluated[c], within(0.0));
        }
    }
}
