/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.version.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MmCosineTest {
    private final SyntheticStream stream = new SyntheticStream(3, 5);

    private Learner learner(Map<String, String> options) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method("mmcosine", options)
                        .learningRate(0.02)
                        .seed(3)
                        .build());
    }

    @Test
    void theBiasOfTheHeadStaysAsItWas() {
        try (Learner learner = learner(Map.of())) {
            HostTensor bias = learner.exportTensors().get("head.bias");
            HostTensor weight = learner.exportTensors().get("head.weight");
            for (int step = 1; step <= 5; step++) {
                learner.step(stream.batch(step, 8));
            }
            assertThat(learner.exportTensors().get("head.bias")).isEqualTo(bias);
            assertThat(learner.exportTensors().get("head.weight")).isNotEqualTo(weight);
        }
    }

    @Test
    void lengthsOfFeaturesAreReportedForTheModalitiesThatAreThere() {
        try (Learner learner = learner(Map.of())) {
            assertThat(learner.step(stream.without(1, 1, 8)).methodMonitors())
                    .containsOnlyKeys("mmcosine.featureNorm.audio", "mmcosine.featureNorm.text")
                    .allSatisfy((name, norm) -> assertThat(norm).isPositive());
        }
    }

    @Test
    void theRangeOfTheLogitsCanBeKeptForAnyNumberOfModalities() {
        try (Learner learner = learner(Map.of("scale", "9", "keepRange", "true"))) {
            assertThat(learner.networkSpec().fusionOptions()).containsEntry("scale", "6.0");
        }
    }

    @Test
    void aScaleOutOfItsLimitsIsRefused() {
        assertThatThrownBy(() -> learner(Map.of("scale", "-1")))
                .hasMessage(
                        "option 'scale' of method 'mmcosine' must be 0.001 to 5000.0, was '-1'");
    }
}
