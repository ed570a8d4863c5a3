/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.model.learning.LearnerOptions;
import org.junit.jupiter.api.Test;

class InfoRegWindowTest {

    @Test
    void theWindowSpansThreeTimeConstantsOfThePull() {
        assertThat(InfoRegOptions.window(0, learner(0.001, 0.9))).isEqualTo(200);
        assertThat(InfoRegOptions.window(0, learner(0.02, 0.9))).isEqualTo(10);
        assertThat(InfoRegOptions.window(0, learner(0.02, 0))).isEqualTo(100);
    }

    @Test
    void aConfiguredWindowIsTaken() {
        assertThat(InfoRegOptions.window(7, learner(0.001, 0.9))).isEqualTo(7);
    }

    @Test
    void theShortestWindowIsOneStep() {
        assertThat(InfoRegOptions.window(0, learner(10, 0.9))).isEqualTo(1);
    }

    private static LearnerOptions learner(double rate, double momentum) {
        return LearnerOptions.builder().learningRate(rate).momentum(momentum).build();
    }
}
