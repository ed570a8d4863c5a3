/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.BaseModel;
import io.ambidex.model.version.BaseModels;
import io.ambidex.model.version.ClipPrediction;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.Predictor;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters on a frozen network: what trains, what is saved, and what a version needs. */
class MokaTest {
    private static final int BATCH = 8;
    private final SyntheticStream stream = new SyntheticStream(2, 11);

    private Learner learner(String fusion, Map<String, String> options) {
        return learner(fusion, "moka", options, Map.of());
    }

    private Learner learner(
            String fusion,
            String method,
            Map<String, String> options,
            Map<String, HostTensor> initial) {
        return Learner.create(
                stream.network(fusion),
                LearnerOptions.builder().method(method, options).learningRate(0.05).seed(4).build(),
                initial);
    }

    @ParameterizedTest
    @CsvSource({
        "concat,moka",
        "attention,moka",
        "attention,moka+ogm-ge",
        "attention,moka+rollingq"
    })
    void theFirstVersionAnswersAsTheFrozenNetworkAndOnlyAdaptersAndHeadMove(
            String fusion, String method) {
        try (Learner frozen = learner(fusion, without(method), Map.of(), Map.of());
                Learner adapted = learner(fusion, method, Map.of(), Map.of())) {
            MiniBatch batch = stream.batch(1, BATCH, 0.3);
            assertThat(adapted.evaluate(batch).probabilities())
                    .isDeepEqualTo(frozen.evaluate(batch).probabilities());
            BaseModel base = adapted.base();
            Map<String, HostTensor> before = adapted.exportTensors();
            assertThat(before.keySet()).allMatch(AdaptedVersions::isCarried);
            for (int step = 1; step <= 5; step++) {
                assertThat(adapted.step(stream.batch(step, BATCH, 0.3)).loss()).isFinite();
            }
            assertThat(
                            Arrays.deepEquals(
                                    adapted.evaluate(batch).probabilities(),
                                    frozen.evaluate(batch).probabilities()))
                    .isFalse();
            adapted.exportTensors()
                    .forEach(
                            (name, tensor) -> {
                                if (!name.equals("fusion.rotation")) {
                                    assertThat(tensor).as(name).isNotEqualTo(before.get(name));
                                }
                            });
            assertThat(adapted.base()).isEqualTo(base);
            assertThat(adapted.baseDigest()).isEqualTo(base.digest());
        }
    }

    private static String without(String method) {
        return method.equals("moka") ? "joint" : method.replace("moka+", "");
    }

    @Test
    void inTheFirstStepNothingReachesTheDownProjections() {
        try (Learner learner = learner("attention", Map.of())) {
            StepReport report = learner.step(stream.batch(1, BATCH));
            assertThat(report.modalities().values())
                    .extracting(ModalityReport::gradientNorm)
                    .containsOnly(0.0);
            assertThat(learner.step(stream.batch(2, BATCH)).modalities().values())
                    .extracting(ModalityReport::gradientNorm)
                    .allMatch(norm -> norm > 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "concat,tokens,others",
        "concat,tokens,tasks",
        "concat,tokens,audio",
        "attention,'tokens,wq,wk,wv,wo',others",
        "attention,'tokens,wk,wo',tasks",
        "attention,'wk,wv,wo',video"
    })
    void aVersionIsSmallAndIsPredictedAsTheLearnerEvaluatesIt(
            String fusion, String maps, String keys) throws Exception {
        Map<String, String> options = Map.of("maps", maps, "keys", keys, "rank", "2");
        try (Learner learner = learner(fusion, options)) {
            for (int step = 1; step <= 6; step++) {
                learner.step(stream.batch(step, BATCH, 0.3));
            }
            BaseModel base = learner.base();
            byte[] file = AdaptedVersions.version(learner).toBytes();
            VersionFile read = VersionFile.read(file, null, ReadLimits.DEFAULT);
            assertThat(read.base()).isEqualTo(base.digest());
            assertThat(read.tensors().keySet()).allMatch(AdaptedVersions::isCarried);
            MiniBatch batch = stream.batch(9, 16, 0.4);
            Evaluation evaluation = learner.evaluate(batch);
            try (Predictor predictor = Predictor.of(read, AdaptedVersions.known(base), "cpu")) {
                List<ClipPrediction> predictions = predictor.predict(batch);
                for (int i = 0; i < batch.size(); i++) {
                    for (int c = 0; c < 4; c++) {
                        assertThat((double) predictions.get(i).probabilities()[c])
                                .isEqualTo(evaluation.probabilities()[i][c]);
                    }
                }
            }
        }
    }

    @Test
    void aVersionWhoseBaseIsUnknownOrAnotherIsRefused() throws Exception {
        try (Learner learner = learner("concat", Map.of());
                Learner attention = learner("attention", Map.of())) {
            VersionFile version = AdaptedVersions.version(learner);
            assertThatThrownBy(() -> Predictor.of(version, BaseModels.NONE, "cpu"))
                    .isInstanceOf(BadModelVersionException.class)
                    .hasMessageContaining(learner.baseDigest())
                    .hasMessageContaining("is unknown");
            BaseModel other = attention.base();
            assertThatThrownBy(() -> Predictor.of(version, digest -> other, "cpu"))
                    .isInstanceOf(BadModelVersionException.class)
                    .hasMessageContaining("the adapters are for the network");
            assertThatThrownBy(
                            () ->
                                    new VersionFile(
                                            version.spec(),
                                            version.provenance(),
                                            version.tensors()))
                    .hasMessageContaining("does not tell for which base model");
        }
    }

    @Test
    void theStateHoldsNoBaseAndIsReadOnTheSameBaseAlone() throws Exception {
        Map<String, HostTensor> weights;
        try (Learner trained = learner("attention", "joint", Map.of(), Map.of())) {
            trained.step(stream.batch(1, BATCH));
            weights = trained.exportTensors();
        }
        try (Learner original = learner("attention", "moka", Map.of(), weights);
                Learner complete = learner("attention", "joint", Map.of(), weights);
                Learner restored = learner("attention", Map.of())) {
            original.step(stream.batch(2, BATCH));
            complete.step(stream.batch(2, BATCH));
            byte[] state = AdaptedVersions.state(original);
            assertThat(state.length).isLessThan(AdaptedVersions.state(complete).length);
            assertThatThrownBy(() -> restored.readState(new ByteArrayInputStream(state)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(original.baseDigest())
                    .hasMessageContaining("is unknown");
            restored.readState(
                    new ByteArrayInputStream(state), AdaptedVersions.known(original.base()));
            assertThat(AdaptedVersions.state(restored)).isEqualTo(state);
            MiniBatch next = stream.batch(3, BATCH, 0.3);
            assertThat(restored.step(next).loss()).isEqualTo(original.step(next).loss());
            assertThat(AdaptedVersions.state(restored)).isEqualTo(AdaptedVersions.state(original));
        }
    }

    @Test
    void aMethodThatIsChangedToItPutsAdaptersOnWhatWasLearned() {
        try (Learner learner = learner("attention", "joint", Map.of(), Map.of())) {
            learner.step(stream.batch(1, BATCH));
            Map<String, HostTensor> learned = learner.exportTensors();
            double[][] answers = learner.evaluate(stream.batch(2, BATCH)).probabilities();
            assertThat(learner.baseDigest()).isNull();
            learner.changeMethod("moka", Map.of("rank", "2"));
            assertThat(learner.base().tensors()).isEqualTo(learned);
            assertThat(learner.evaluate(stream.batch(2, BATCH)).probabilities())
                    .isDeepEqualTo(answers);
            String base = learner.baseDigest();
            learner.step(stream.batch(3, BATCH));
            learner.changeMethod("moka", Map.of("rank", "3"));
            assertThat(learner.baseDigest()).isEqualTo(base);
            learner.changeMethod("joint", Map.of());
            assertThat(learner.exportTensors().get("fusion.wk.weight"))
                    .isEqualTo(learned.get("fusion.wk.weight"));
            assertThat(learner.baseDigest()).isNull();
        }
    }

    @Test
    void monitorsTellHowMuchTheAdaptersOfAModalityHelp() {
        try (Learner learner = learner("attention", Map.of("relianceSteps", "2"))) {
            assertThat(gains(learner.step(stream.batch(1, BATCH)))).isEmpty();
            assertThat(gains(learner.step(stream.batch(2, BATCH))))
                    .containsExactly("moka.gain", "moka.gain.audio", "moka.gain.video");
        }
    }

    private static List<String> gains(StepReport report) {
        return report.methodMonitors().keySet().stream()
                .filter(name -> name.startsWith("moka."))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attention | rank=7 | rank must be at most the width of map 'wq' for the class token, 6, but is 7",
                "concat | rank=7 | the width of map 'tokens' for audio, 6, but is 7",
                "concat | maps=wk | only the fusion 'attention' has the map 'wk'",
                "attention | maps=mlp | there is no map 'mlp'",
                "attention | keys=smell | keys must be others, tasks or one of [audio, video], but is 'smell'",
                "attention | taskTokens=1 | must be 4 to 4096, was '1'",
            })
    void whatDoesNotFitIsRefusedWithLimitAndValue(String fusion, String option, String message) {
        String[] parts = option.split("=");
        assertThatThrownBy(() -> learner(fusion, Map.of(parts[0], parts[1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
