/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.Predictor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingQTest {
    private static final int BATCH = 8;
    private final SyntheticStream stream = new SyntheticStream(2, 3);

    private Learner learner(String method, Map<String, String> options, NetworkSpec network) {
        return Learner.create(
                network,
                LearnerOptions.builder()
                        .method(method, options)
                        .optimizer("sgd")
                        .learningRate(0.02)
                        .momentum(0.9)
                        .precision(LearnerOptions.Precision.FLOAT64)
                        .seed(4)
                        .build());
    }

    private static Map<String, String> options(String... pairs) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("window", "5");
        options.put("beta", "0");
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return options;
    }

    private StepReport train(Learner learner, int from, int to) {
        StepReport last = null;
        for (int step = from; step <= to; step++) {
            last = learner.step(stream.batch(step, BATCH));
        }
        return last;
    }

    private static double rotations(StepReport report) {
        return report.methodMonitors().get("rollingq.rotations");
    }

    @Test
    void aRotationComesAtTheSecondCheckThatExceedsTheLimit() {
        try (Learner learner =
                learner("rollingq", options("guardSteps", "0"), stream.network("attention"))) {
            assertThat(rotations(train(learner, 1, 9))).isZero();
            assertThat(rotations(train(learner, 10, 10))).isEqualTo(1);
            assertThat(rotations(train(learner, 11, 60))).as("no more than allowed").isEqualTo(1);
        }
    }

    @Test
    void withEqualWeightsTheTurnedQueryLiesMoreEvenlyBetweenTheKeys() {
        try (Learner learner =
                learner(
                        "rollingq",
                        options("guardSteps", "0", "window", "1", "decay", "0"),
                        stream.network("attention"))) {
            StepReport before = train(learner, 1, 2);
            assertThat(before.methodMonitors().get("attention.spread")).isGreaterThan(1e-3);
            assertThat(rotations(before)).isEqualTo(1);
            learner.freeze(1);
            StepReport after = learner.step(stream.batch(2, BATCH));
            // Not nothing: the step itself has moved query and keys, and a mean of cosines is not
            // the cosine with a mean.
            assertThat(after.methodMonitors().get("attention.spread"))
                    .isLessThan(before.methodMonitors().get("attention.spread"));
        }
    }

    @Test
    void aVersionHasTheRotationInItsWeightsAndAnotherMethodGoesOnFromThere() {
        NetworkSpec network = stream.network("attention");
        try (Learner learner = learner("rollingq", options("guardSteps", "0"), network)) {
            assertThat(rotations(train(learner, 1, 12))).isEqualTo(1);
            MiniBatch batch = stream.batch(90, BATCH);
            double[][] turned = learner.evaluate(batch).probabilities();
            Map<String, HostTensor> served = learner.exportTensors();
            learner.changeMethod("joint", Map.of());
            assertThat(learner.networkSpec()).isEqualTo(network);
            double[][] folded = learner.evaluate(batch).probabilities();
            for (int i = 0; i < turned.length; i++) {
                assertThat(folded[i]).containsExactly(turned[i], within(1e-12));
            }
            assertThat(learner.exportTensors().get("fusion.wq.weight"))
                    .isEqualTo(served.get("fusion.wq.weight"));
        }
    }

    @ParameterizedTest
    @CsvSource({"joint, rollingq", "rollingq, joint", "rollingq, moka", "joint, moka+rollingq"})
    void itMayBeginWithWeightsOfANetworkThatCannotTurnTheQueryAndTheOtherWayRound(
            String first, String then) throws Exception {
        NetworkSpec network = stream.network("attention");
        MiniBatch batch = stream.batch(90, BATCH);
        Map<String, String> often =
                first.equals("rollingq") ? options("guardSteps", "0") : Map.of();
        try (Learner earlier = learner(first, often, network)) {
            train(earlier, 1, 12);
            Map<String, HostTensor> weights = earlier.exportTensors();
            LearnerOptions later =
                    LearnerOptions.builder()
                            .method(then, Map.of())
                            .precision(LearnerOptions.Precision.FLOAT64)
                            .build();
            try (Learner learner = Learner.create(network, later, weights);
                    Predictor predictor =
                            Predictor.initial(
                                    learner.networkSpec(), weights, later.seed(), "cpu")) {
                assertThat(predictor.digest())
                        .as("trainer and predictor begin with the same version 0")
                        .isEqualTo(AdaptedVersions.version(learner).digest());
                double[][] answers = earlier.evaluate(batch).probabilities();
                double[][] begun = learner.evaluate(batch).probabilities();
                for (int i = 0; i < answers.length; i++) {
                    assertThat(begun[i]).containsExactly(answers[i], within(1e-12));
                }
            }
        }
    }

    @Test
    void aRotationThatCannotBeFoldedIsRefusedByANetworkWithout() {
        NetworkSpec normalised =
                stream.network("attention").withFusion("attention", Map.of("qkNorm", "true"));
        try (Learner earlier = learner("rollingq", options("guardSteps", "0"), normalised)) {
            train(earlier, 1, 12);
            Map<String, HostTensor> weights = earlier.exportTensors();
            LearnerOptions later =
                    LearnerOptions.builder()
                            .method("joint", Map.of())
                            .precision(LearnerOptions.Precision.FLOAT64)
                            .build();
            assertThatThrownBy(() -> Learner.create(normalised, later, weights))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "a tensor 'fusion.rotation' that turns the query, the network has none");
        }
    }

    @Test
    void anotherFusionIsReplacedAndOptionsOfTheOwnAreKept() {
        NetworkSpec own = stream.network("attention").withFusion("attention", Map.of("heads", "2"));
        try (Learner replaced = learner("rollingq", options(), stream.network());
                Learner kept = learner("rollingq", options(), own)) {
            assertThat(replaced.networkSpec().fusion()).isEqualTo("attention");
            assertThat(kept.networkSpec().fusionOptions())
                    .containsOnly(Map.entry("heads", "2"), Map.entry("rotation", "true"));
        }
    }

    @Test
    void twoMethodsThatChooseTheFusionAreRefused() {
        assertThatThrownBy(() -> learner("rollingq+mla", Map.of(), stream.network()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
