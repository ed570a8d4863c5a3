/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.version.HostTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sample-valuation}, {@code relearning} and {@code pmr} do, seen from outside. */
class ReservoirMethodsTest {
    private static final int BATCH = 8;

    private final SyntheticStream stream = new SyntheticStream(2, 5);

    private Learner learner(String method, Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method(method, options)
                        .learningRate(0.05)
                        .seed(3)
                        .build());
    }

    private static Map<String, String> often(String method) {
        return switch (method) {
            case "sample-valuation" -> Map.of("warmUpSteps", "2", "revalueSteps", "2");
            case "relearning" ->
                    Map.of("diagnosisSteps", "5", "strength", "0.5", "heldOutCapacity", "16");
            default -> Map.of("window", "10", "entropyWeight", "0.01");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-valuation", "relearning", "pmr"})
    void aLearnerRestoredWithinAWindowGoesOnBitForBit(String method) throws IOException {
        try (Learner original = learner(method, often(method));
                Learner restored = learner(method, often(method))) {
            for (int step = 1; step <= 23; step++) {
                train(original, step);
            }
            train(restored, 77);
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            original.writeState(state);
            restored.readState(new ByteArrayInputStream(state.toByteArray()));
            for (int step = 24; step <= 73; step++) {
                StepReport expected = train(original, step);
                StepReport actual = train(restored, step);
                assertThat(actual.loss()).as("step %d", step).isEqualTo(expected.loss());
                assertThat(actual.methodMonitors()).isEqualTo(expected.methodMonitors());
            }
        }
    }

    private StepReport train(Learner learner, long step) {
        stream.batch(5_000 + step, 3, 0.2).examples().forEach(learner::holdOut);
        return learner.step(stream.batch(step, BATCH, 0.3));
    }

    @Test
    void replaysBeginAfterTheWarmUpAndStayWithinTheirShare() {
        Map<String, String> options = Map.of("warmUpSteps", "4", "replayShare", "0.25");
        try (Learner learner = learner("sample-valuation", options)) {
            long replayed = 0;
            for (int step = 1; step <= 40; step++) {
                StepReport report = learner.step(stream.batch(step, BATCH));
                assertThat(report.replayed()).isLessThanOrEqualTo(step <= 5 ? 0 : 2);
                replayed += report.replayed();
                if (step <= 4) {
                    assertThat(report.methodMonitors()).containsEntry("valuation.waiting", 0.0);
                } else {
                    assertThat(report.methodMonitors())
                            .containsKeys("contribution.audio", "meanContribution.video");
                }
            }
            assertThat(replayed).isPositive();
        }
    }

    @Test
    void theModalityThatContributesLessIsReplayed() {
        Map<String, String> options =
                Map.of("level", "modality", "warmUpSteps", "30", "alpha", "5", "averageSteps", "9");
        try (Learner learner = learner("sample-valuation", options)) {
            double audio = 0;
            double video = 0;
            double probability = 0;
            for (int step = 1; step <= 60; step++) {
                Map<String, Double> monitors =
                        learner.step(stream.batch(step, BATCH)).methodMonitors();
                audio = monitors.getOrDefault("meanContribution.audio", 0.0);
                video = monitors.getOrDefault("meanContribution.video", 0.0);
                probability = monitors.getOrDefault("valuation.replayProbability", 0.0);
            }
            assertThat(audio).as("the first modality dominates").isGreaterThan(video);
            assertThat(probability)
                    .isCloseTo(Math.min(1, 5 * 2.0 / 3 * (audio - video)), within(1e-9));
        }
    }

    @Test
    void theContributionsOfAnExampleAddUpToNothingOrAllOfItsModalities() {
        SyntheticStream three = new SyntheticStream(3, 5);
        LearnerOptions options =
                LearnerOptions.builder()
                        .method("sample-valuation", Map.of("warmUpSteps", "0"))
                        .build();
        try (Learner learner = Learner.create(three.network(), options)) {
            for (int step = 1; step <= 20; step++) {
                Map<String, Double> monitors = learner.step(three.batch(step, 1)).methodMonitors();
                double sum =
                        monitors.get("contribution.audio")
                                + monitors.get("contribution.video")
                                + monitors.get("contribution.text");
                assertThat(Math.min(Math.abs(sum), Math.abs(sum - 3))).isLessThan(1e-9);
            }
        }
    }

    @Test
    void aFullResetBringsTheEncodersBackToTheirFirstWeightsAndLeavesTheHead() {
        Map<String, String> options =
                Map.of("diagnosisSteps", "12", "strength", "100", "mostResets", "1");
        try (Learner learner = learner("relearning", options);
                Learner plain = learner("joint", Map.of())) {
            Map<String, HostTensor> first = learner.exportTensors();
            StepReport last = null;
            for (int step = 1; step <= 12; step++) {
                stream.batch(5_000 + step, 6).examples().forEach(learner::holdOut);
                last = learner.step(stream.batch(step, BATCH));
                plain.step(stream.batch(step, BATCH));
            }
            assertThat(last.methodMonitors()).containsEntry("resets", 1.0);
            Map<String, HostTensor> after = learner.exportTensors();
            for (String modality : learner.networkSpec().modalityNames()) {
                double share = last.methodMonitors().get("resetShare." + modality);
                double gap = last.methodMonitors().get("purityGap." + modality);
                assertThat(share).isCloseTo(Math.tanh(100 * gap), within(1e-12));
                String name = modality.equals("audio") ? "conv1" : "fc1";
                String weight = modality + "_net." + name + ".weight";
                if (share > 1 - 1e-9) {
                    assertThat(values(after.get(weight)))
                            .containsExactly(values(first.get(weight)), within(1e-6f));
                }
            }
            assertThat(after.get("head.weight"))
                    .isEqualTo(plain.exportTensors().get("head.weight"));
            String statistics = "audio_net.bn1.running_mean";
            assertThat(after.get(statistics)).isEqualTo(plain.exportTensors().get(statistics));
            for (int step = 13; step <= 24; step++) {
                last = learner.step(stream.batch(step, BATCH));
            }
            assertThat(last.methodMonitors()).containsEntry("resets", 1.0);
        }
    }

    private static float[] values(HostTensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    @Test
    void withoutHeldOutExamplesNothingIsDiagnosed() {
        try (Learner learner = learner("relearning", Map.of("diagnosisSteps", "2"));
                Learner plain = learner("joint", Map.of())) {
            for (int step = 1; step <= 6; step++) {
                StepReport report = learner.step(stream.batch(step, BATCH));
                assertThat(report.methodMonitors()).containsEntry("resets", 0.0);
                assertThat(plain.step(stream.batch(step, BATCH)).loss()).isEqualTo(report.loss());
            }
        }
    }

    @Test
    void pmrIsJointTrainingUntilTheFirstPrototypesAndThenHelpsTheModalityThatIsBehind() {
        try (Learner learner = learner("pmr", Map.of("window", "6"));
                Learner plain = learner("joint", Map.of())) {
            boolean helped = false;
            for (int step = 1; step <= 40; step++) {
                StepReport report = learner.step(stream.batch(step, BATCH));
                if (step <= 6) {
                    assertThat(report.losses()).containsOnlyKeys("joint");
                    assertThat(plain.step(stream.batch(step, BATCH)).loss())
                            .isEqualTo(report.loss());
                    continue;
                }
                Map<String, Double> monitors = report.methodMonitors();
                for (String modality : new String[] {"audio", "video"}) {
                    boolean behind = monitors.get("prototypeRatio." + modality) < 1;
                    assertThat(monitors.get("prototypeWeight." + modality) > 0).isEqualTo(behind);
                    assertThat(report.losses().containsKey("prototype." + modality))
                            .isEqualTo(behind);
                }
                helped |= report.losses().size() > 1;
            }
            assertThat(helped).isTrue();
        }
    }

    @Test
    void aBatchWithoutAModalityGivesPmrNothingToCompare() {
        try (Learner learner = learner("pmr", Map.of("window", "3"))) {
            for (int step = 1; step <= 6; step++) {
                learner.step(stream.batch(step, BATCH));
            }
            StepReport report = learner.step(stream.without(1, 7, BATCH));
            assertThat(report.losses()).containsOnlyKeys("joint");
            assertThat(report.methodMonitors()).isEmpty();
            assertThat(learner.step(stream.batch(8, BATCH)).methodMonitors()).isNotEmpty();
        }
    }

    @Test
    void badOptionsAreRefusedWithTheLimitAndTheValue() {
        Map<String, String> bad = new HashMap<>();
        bad.put("relearning heldOutShare 0.9", "0.0 to 0.5, was '0.9'");
        bad.put("relearning diagnosisSteps 0", "1 to 9223372036854775807, was '0'");
        bad.put("sample-valuation level clip", "sample, modality, was 'clip'");
        bad.put("sample-valuation replayShare -1", "0.0 to 10.0, was '-1'");
        bad.put("pmr coefficients soft", "paper, switch, was 'soft'");
        bad.put("pmr prototypeMemory 1.5", "0.0 to 1.0, was '1.5'");
        bad.forEach(
                (given, message) -> {
                    String[] words = given.split(" ");
                    assertThatThrownBy(
                                    () ->
                                            BalancingMethods.create(
                                                    words[0], Map.of(words[1], words[2]), 2))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage(
                                    "option '%s' of method '%s' must be %s",
                                    words[1], words[0], message);
                });
        assertThatThrownBy(() -> learner("relearning", Map.of("reservoirMebibytes", "1e-5")))
                .hasMessage("a reservoir of 10 bytes has no room for one example of 148 bytes");
        assertThatThrownBy(() -> BalancingMethods.create("pmr", Map.of(), 1))
                .hasMessage("method 'pmr' needs at least 2 modalities, the network has 1");
    }
}
