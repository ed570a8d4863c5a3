/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.optimization.PrimeLearningWindow.Phase;
import org.junit.jupiter.api.Test;

class PrimeLearningWindowTest {
    @Test
    void itStartsOpenOrClosedAsConfigured() {
        assertThat(new PrimeLearningWindow(10, 0.04, true).isOpen()).isTrue();
        PrimeLearningWindow paper = new PrimeLearningWindow(1, 0.04, false);
        assertThat(paper.isOpen()).isFalse();
        paper.add(1);
        assertThat(paper.phase()).isEqualTo(Phase.STARTING);
        paper.add(2);
        assertThat(paper.phase()).isEqualTo(Phase.OPEN);
        assertThat(paper.rate()).isEqualTo(0.5);
    }

    @Test
    void flatTracesCloseItAndRisingOnesOpenItAgain() {
        PrimeLearningWindow window = new PrimeLearningWindow(3, 0.04, true);
        for (int i = 0; i < 4; i++) {
            window.add(1);
        }
        assertThat(window.phase()).isEqualTo(Phase.CLOSED);
        assertThat(window.rate()).isZero();
        window.add(3);
        assertThat(window.rate()).isCloseTo(2 / 5.0, within(1e-12));
        assertThat(window.phase()).isEqualTo(Phase.OPEN);
        for (int i = 0; i < 4; i++) {
            window.add(3);
        }
        assertThat(window.phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void aFrozenEncoderClosesIt() {
        PrimeLearningWindow window = new PrimeLearningWindow(3, 0.04, true);
        window.add(0);
        assertThat(window.rate()).isZero();
        assertThat(window.isOpen()).isFalse();
    }

    @Test
    void vanishingTracesCannotOpenIt() {
        PrimeLearningWindow window = new PrimeLearningWindow(1, 0.04, true);
        window.add(1);
        window.add(1e-12);
        window.add(1e-10);
        assertThat(window.rate()).isGreaterThan(0.04);
        assertThat(window.isOpen()).isFalse();
    }

    @Test
    void itGoesOnAfterARestore() {
        PrimeLearningWindow original = new PrimeLearningWindow(3, 0.04, true);
        double[] traces = {1, 1.5, 1.2, 0.9, 1.1};
        for (double trace : traces) {
            original.add(trace);
        }
        MethodState state = new MethodState();
        original.writeState(state);
        PrimeLearningWindow restored = new PrimeLearningWindow(3, 0.04, true);
        restored.readState(state);
        for (double trace : traces) {
            assertThat(restored.rate()).isEqualTo(original.rate());
            assertThat(restored.phase()).isEqualTo(original.phase());
            original.add(trace);
            restored.add(trace);
        }
    }
}
