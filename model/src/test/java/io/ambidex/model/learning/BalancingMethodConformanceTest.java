/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.version.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every balancing method owes the learner in training. */
class BalancingMethodConformanceTest {
    private static final String SUBJECTS = "io.ambidex.model.learning.ConformanceSubject#all";
    private static final int BATCH = 8;

    @ParameterizedTest
    @MethodSource(SUBJECTS)
    void twoHundredStepsStayFinite(ConformanceSubject subject) {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            double first = 0;
            double last = 0;
            for (int step = 1; step <= 200; step++) {
                stream.heldOut(step).forEach(learner::holdOut);
                StepReport report = learner.step(stream.batch(step, BATCH, 0.2));
                assertThat(report.skipped()).as("step %d", step).isFalse();
                assertThat(report.loss()).as("step %d", step).isFinite();
                // Distances to a teacher grow while it learns: the joint loss tells, if there is
                // one.
                double learned = report.losses().getOrDefault(ObjectiveStage.JOINT, report.loss());
                first += step <= 20 ? learned : 0;
                last += step > 180 ? learned : 0;
            }
            assertThat(last).as("loss of the last 20 steps").isLessThan(first);
            for (HostTensor tensor : learner.exportTensors().values()) {
                assertThat(tensor.isFinite()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SUBJECTS)
    void aBatchOfOneClassOrOfOneExampleIsLegal(ConformanceSubject subject) {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            for (int step = 1; step <= 6; step++) {
                assertThat(learner.step(stream.oneClass(step, BATCH)).loss()).isFinite();
                assertThat(learner.step(stream.batch(step, 1)).loss()).isFinite();
            }
            assertThat(learner.skippedSteps()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(SUBJECTS)
    void anAbsentModalityDoesNotMoveMomentumIncluded(ConformanceSubject subject) {
        SyntheticStream stream = subject.stream();
        try (Learner learner = subject.learner()) {
            for (int step = 1; step <= 4; step++) {
                learner.step(stream.batch(step, BATCH));
            }
            int absent = subject.modalities() - 1;
            String prefix = learner.networkSpec().modalities().get(absent).tensorPrefix();
            Map<String, HostTensor> weights = startingWith(prefix, learner.exportTensors());
            Map<String, List<Double>> momentum = optimizerState(learner, prefix);
            StepReport report = learner.step(stream.without(absent, 5, BATCH));
            ModalityReport told =
                    report.modalities().get(learner.networkSpec().modalityNames().get(absent));
            assumeFalse(
                    report.replayed() > 0 && told.gradientNorm() != null,
                    "an earlier example that came back has the modality");
            assertThat(told)
                    .extracting(ModalityReport::missingRate, ModalityReport::gradientNorm)
                    .containsExactly(1.0, null);
            assertThat(startingWith(prefix, learner.exportTensors())).isEqualTo(weights);
            assertThat(optimizerState(learner, prefix)).isEqualTo(momentum);
            assertThat(learner.step(stream.batch(6, BATCH)).loss()).isFinite();
        }
    }

    private static Map<String, HostTensor> startingWith(
            String prefix, Map<String, HostTensor> tensors) {
        Map<String, HostTensor> some = new HashMap<>();
        tensors.forEach(
                (name, tensor) -> {
                    if (name.startsWith(prefix)) {
                        some.put(name, tensor);
                    }
                });
        return some;
    }

    private static Map<String, List<Double>> optimizerState(Learner learner, String prefix) {
        Map<String, List<Double>> state = new HashMap<>();
        for (Map.Entry<String, NDArray> entry : learner.optimizerState().entries()) {
            if (entry.getKey().contains("/" + prefix)) {
                List<Double> values = new ArrayList<>();
                for (double value : HostValues.of(entry.getValue())) {
                    values.add(value);
                }
                state.put(entry.getKey(), values);
            }
        }
        return state;
    }
}
