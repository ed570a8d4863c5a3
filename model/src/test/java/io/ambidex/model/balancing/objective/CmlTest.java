/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.learning.SyntheticStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CmlTest {
    private final SyntheticStream stream = new SyntheticStream(3, 5);
    private static final LearnerOptions OPTIONS =
            LearnerOptions.builder().learningRate(0.05).seed(3).build();

    private Learner learner(Map<String, String> options, Cml.Draws draws) {
        return Learner.create(
                stream.network(),
                OPTIONS,
                Map.of(),
                new Cml(MethodOptions.parse("cml", Cml.OPTIONS, options), draws));
    }

    @Test
    void modalitiesAreRemovedFromTheEndOfTheOrder() {
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {2, 1, 0}};
        double[] alone = new double[orders.length];
        double[] two = new double[orders.length];
        for (int i = 0; i < orders.length; i++) {
            int[] order = orders[i];
            try (Learner learner = learner(Map.of(), (random, modalities) -> order)) {
                Map<String, Double> losses = learner.step(stream.batch(1, 8)).losses();
                alone[i] = losses.get(Cml.coalition(1));
                two[i] = losses.get(Cml.coalition(2));
            }
        }
        assertThat(alone[0]).isEqualTo(alone[1]).isNotEqualTo(alone[2]);
        assertThat(two[0]).isNotEqualTo(two[1]).isNotEqualTo(two[2]);
    }

    @Test
    void everySetOfTheChainHasTheSameShareOfTheLoss() {
        try (Learner learner = learner(Map.of("lambda", "0.5"), (r, m) -> new int[] {1, 0, 2})) {
            StepReport report = learner.step(stream.batch(1, 8));
            Map<String, Double> losses = report.losses();
            assertThat(losses)
                    .containsOnlyKeys("joint", "coalition.2", "coalition.1", "hinge.2", "hinge.1");
            double sets =
                    losses.get("joint") + losses.get("coalition.2") + losses.get("coalition.1");
            double hinges = losses.get("hinge.2") + losses.get("hinge.1");
            assertThat(report.loss()).isCloseTo(sets / 3 + 0.5 * hinges, within(1e-6));
            assertThat(report.methodMonitors()).containsEntry("hinge.1", losses.get("hinge.1"));
        }
    }

    @Test
    void theMeanHingeIsTheSumOverTheRowsThatLostAModality() {
        Cml.Draws order = (random, modalities) -> new int[] {0, 1, 2};
        try (Learner sum = learner(Map.of(), order);
                Learner mean = learner(Map.of("reduction", "mean"), order)) {
            double summed = sum.step(stream.batch(1, 8)).losses().get("hinge.1");
            double averaged = mean.step(stream.batch(1, 8)).losses().get("hinge.1");
            assertThat(summed).isPositive().isCloseTo(8 * averaged, within(1e-6));
        }
    }

    @Test
    void theChainIsOfThePresentModalities() {
        try (Learner learner = learner(Map.of(), (random, modalities) -> new int[] {0, 1, 2})) {
            assertThat(learner.step(stream.without(2, 1, 8)).losses())
                    .containsOnlyKeys("joint", "coalition.1", "hinge.1");
        }
    }
}
