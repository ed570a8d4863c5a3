/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.flink.compare.RunResult.CurvePoint;
import io.ambidex.flink.compare.RunResult.ModalityResult;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On two classes: the first modality tells them apart, the second is mere noise. */
class MethodRunTest {
    private static final int PASSES = 3;
    private static final Recording RECORDING =
            new Recording(List.of("low", "high"), examples(100, 1), examples(40, 2));

    @Test
    void everyPassGoesThroughAllExamples() throws IOException {
        RunResult result = run("joint", 1);
        assertThat(result.examples()).isEqualTo(100);
        assertThat(result.steps()).isEqualTo(PASSES * 13);
        assertThat(last(result.learned()).examples()).isEqualTo(PASSES * 100);
        assertThat(last(result.heldOutCurve()).examples()).isEqualTo(PASSES * 100);
        assertThat(result.heldOutCurve()).hasSize(4);
        assertThat(result.skippedSteps()).isZero();
    }

    @Test
    void theModalityThatTellsTheClassesApartHasTheCredit() throws IOException {
        RunResult result = run("joint", 1);
        ModalityResult useful = result.modalities().get(0);
        ModalityResult noise = result.modalities().get(1);
        assertThat(result.heldOut()).isGreaterThan(0.9);
        assertThat(useful.split()).isGreaterThan(0.9);
        assertThat(useful.probe()).isGreaterThan(0.9);
        assertThat(noise.probe()).isLessThan(0.8);
        assertThat(useful.contribution()).isGreaterThan(noise.contribution() + 0.2);
        assertThat(useful.missing()).isLessThan(0.8);
        assertThat(noise.missing()).isGreaterThan(0.9);
        assertThat(result.imbalance())
                .isCloseTo(useful.contribution() - noise.contribution(), within(1e-9));
    }

    @Test
    void theSamePlanGivesTheSameFigures() throws IOException {
        RunResult one = run("ogm-ge", 1);
        RunResult other = run("ogm-ge", 1);
        assertThat(other)
                .usingRecursiveComparison()
                .ignoringFields("relativeTime", "microsPerExample", "peakMemoryBytes", "seconds")
                .isEqualTo(one);
        assertThat(run("ogm-ge", 2).learned()).isNotEqualTo(one.learned());
    }

    @Test
    void theMethodsOwnMonitorsAreThoseOfTheLastStep() throws IOException {
        assertThat(run("mla", 1).monitors())
                .isNotEmpty()
                .allSatisfy((name, value) -> assertThat(value).as(name).isFinite());
    }

    @Test
    void whatAMethodHoldsOutIsNotLearnedFrom() throws IOException {
        RunResult result = run("relearning", 1);
        assertThat(result.examples()).isBetween(1L, 99L);
        assertThat(last(result.learned()).examples()).isEqualTo(PASSES * result.examples());
    }

    @Test
    void anAttentionFusionTellsWhereItsClassTokenLooks() throws IOException {
        EncoderSpec tokens = new EncoderSpec("patches", Map.of("size", "XS", "patch", "2"));
        NetworkSpec attending =
                new NetworkSpec(
                        List.of(
                                new ModalitySpec("useful", new FeatureInput(List.of(4)), tokens),
                                new ModalitySpec("noise", new FeatureInput(List.of(4)), tokens)),
                        "attention",
                        Map.of(),
                        RECORDING.classes());
        List<ModalityResult> modalities = run("joint", 1, attending, Map.of(), null).modalities();
        double mass = modalities.stream().mapToDouble(m -> m.attention().mass()).sum();
        double perToken = modalities.stream().mapToDouble(m -> m.attention().perToken()).sum();
        assertThat(mass).isBetween(0.5, 1.0);
        assertThat(perToken).isCloseTo(1, within(1e-9));
        assertThat(run("joint", 1).modalities()).allMatch(m -> m.attention() == null);
    }

    @Test
    void whatWasLearnedIsKeptAndGoneOnFrom(@TempDir Path folder) throws Exception {
        Path weights = folder.resolve("joint.safetensors");
        NetworkSpec network = network("concat", "linear:fc1 out=8; tanh");
        run("joint", 1, network, Map.of(), weights);
        RunResult further = run("joint", 2, network, InitialWeights.read(weights.toString()), null);
        assertThat(further.learned().get(0).accuracy())
                .isGreaterThan(run("joint", 2).learned().get(0).accuracy())
                .isGreaterThan(0.9);
    }

    private static CurvePoint last(List<CurvePoint> curve) {
        return curve.get(curve.size() - 1);
    }

    private static RunResult run(String method, long seed) throws IOException {
        return run(method, seed, network("concat", "linear:fc1 out=8; tanh"), Map.of(), null);
    }

    private static RunResult run(
            String method,
            long seed,
            NetworkSpec network,
            Map<String, HostTensor> initial,
            Path weights)
            throws IOException {
        RunPlan plan =
                new RunPlan(
                        method,
                        "code",
                        network.toJson(),
                        null,
                        LearnerOptions.builder()
                                .method(method)
                                .seed(seed)
                                .learningRate(0.1)
                                .build(),
                        8,
                        PASSES,
                        new RunPlan.Scoring(0, List.of(), 50, 4));
        return new MethodRun(plan, RECORDING, initial, weights, (done, all) -> {})
                .run("fingerprint");
    }

    private static NetworkSpec network(String fusion, String layers) {
        EncoderSpec encoder = new EncoderSpec("layers", Map.of("layers", layers));
        return new NetworkSpec(
                List.of(
                        new ModalitySpec("useful", new FeatureInput(List.of(4)), encoder),
                        new ModalitySpec("noise", new FeatureInput(List.of(4)), encoder)),
                fusion,
                Map.of(),
                RECORDING.classes());
    }

    private static List<MiniBatch.Example> examples(int count, long seed) {
        List<MiniBatch.Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CounterRandom random = new CounterRandom(seed, i, "examples");
            int label = random.nextInt(2);
            byte[] useful = values(random, label == 0 ? -1 : 1);
            examples.add(
                    new MiniBatch.Example(List.of(useful, values(random, 0)), label, i, false));
        }
        return examples;
    }

    private static byte[] values(CounterRandom random, double mean) {
        ByteBuffer values = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            values.putFloat((float) (mean + 0.5 * random.nextNormal()));
        }
        return values.array();
    }
}
