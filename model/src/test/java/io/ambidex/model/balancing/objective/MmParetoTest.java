/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.learning.SyntheticStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MmParetoTest {
    private final SyntheticStream stream = new SyntheticStream(3, 5);

    private Learner learner(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.putIfAbsent("smallBatchSmoothing", "0");
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method("mmpareto", all)
                        .learningRate(0.05)
                        .seed(3)
                        .build());
    }

    @Test
    void theShortestCombinationPointsAlongBothGradients() {
        double[][] pairs = {{1, 4, -0.5}, {9, 0.25, -1}, {2, 2, -1.9}};
        for (double[] pair : pairs) {
            ParetoWeights weights = ParetoWeights.minimumNorm(pair[0], pair[1], pair[2]);
            double withFirst = weights.first() * pair[0] + weights.second() * pair[2];
            double withSecond = weights.first() * pair[2] + weights.second() * pair[1];
            assertThat(withFirst).isPositive().isCloseTo(withSecond, within(1e-12));
        }
    }

    @Test
    void onlyAConflictMovesTheWeightsAwayFromEqual() {
        int conflicts = 0;
        int peaceful = 0;
        try (Learner learner = learner(Map.of())) {
            for (int step = 1; step <= 80; step++) {
                Map<String, Double> monitors = learner.step(stream.batch(step, 6)).methodMonitors();
                for (String modality : stream.network().modalityNames()) {
                    double cosine = monitors.get("cosine." + modality);
                    double weight = monitors.get("paretoWeight." + modality);
                    boolean conflict = monitors.get("conflict." + modality) == 1;
                    assertThat(conflict).isEqualTo(cosine <= 0);
                    assertThat(weight).isBetween(0.0, 1.0);
                    if (conflict) {
                        conflicts++;
                        assertThat(weight).isNotEqualTo(0.5);
                        assertThat(monitors.get("rescale." + modality)).isGreaterThan(1);
                    } else {
                        peaceful++;
                        assertThat(weight).isEqualTo(0.5);
                        assertThat(monitors.get("rescale." + modality)).isCloseTo(1, within(1e-5));
                    }
                }
            }
        }
        assertThat(conflicts).isPositive();
        assertThat(peaceful).isPositive();
    }

    @Test
    void gammaScalesTheEncodersOnly() {
        try (Learner once = learner(Map.of("gamma", "1"));
                Learner twice = learner(Map.of("gamma", "2"))) {
            StepReport single = once.step(stream.batch(1, 16));
            StepReport doubled = twice.step(stream.batch(1, 16));
            for (String modality : stream.network().modalityNames()) {
                assertThat(doubled.modalities().get(modality).gradientNorm())
                        .isCloseTo(
                                2 * single.modalities().get(modality).gradientNorm(), within(1e-5));
            }
            assertThat(twice.exportTensors().get("head.weight"))
                    .isEqualTo(once.exportTensors().get("head.weight"));
        }
    }

    @Test
    void theLengthIsRestoredTensorByTensorOrForTheWholeEncoder() {
        boolean differed = false;
        for (int batch = 1; batch <= 30 && !differed; batch++) {
            try (Learner tensors = learner(Map.of());
                    Learner encoders = learner(Map.of("perEncoder", "true"))) {
                StepReport perTensor = tensors.step(stream.batch(batch, 4));
                StepReport perEncoder = encoders.step(stream.batch(batch, 4));
                for (String modality : stream.network().modalityNames()) {
                    double one = perTensor.modalities().get(modality).gradientNorm();
                    double other = perEncoder.modalities().get(modality).gradientNorm();
                    if (perTensor.methodMonitors().get("conflict." + modality) == 0) {
                        assertThat(one).isCloseTo(other, within(1e-5));
                    } else {
                        differed |= Math.abs(one - other) > 1e-3 * one;
                    }
                }
            }
        }
        assertThat(differed).isTrue();
    }

    @Test
    void inSmallBatchesTheAverageOfTheCosineDecides() {
        try (Learner learner = learner(Map.of("smallBatchSmoothing", "4"))) {
            double[] averages = new double[3];
            for (int step = 1; step <= 40; step++) {
                Map<String, Double> monitors = learner.step(stream.batch(step, 6)).methodMonitors();
                for (int m = 0; m < averages.length; m++) {
                    String modality = stream.network().modalityNames().get(m);
                    double cosine = monitors.get("cosine." + modality);
                    averages[m] += step == 1 ? cosine : (cosine - averages[m]) / 4;
                    assertThat(monitors.get("conflict." + modality) == 1)
                            .isEqualTo(averages[m] <= 0);
                }
            }
        }
    }

    @Test
    void aMissingModalityHasNoWeight() {
        try (Learner learner = learner(Map.of())) {
            Map<String, Double> monitors = learner.step(stream.without(1, 1, 8)).methodMonitors();
            assertThat(monitors).containsKeys("cosine.audio", "cosine.text");
            assertThat(monitors).doesNotContainKey("cosine.video");
        }
    }
}
