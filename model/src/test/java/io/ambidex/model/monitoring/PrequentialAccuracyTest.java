/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.engine.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrequentialAccuracyTest {
    @Test
    void allThreeFormsAgreeWithTheirDefinitions() {
        int window = 7;
        double fading = 0.9;
        PrequentialAccuracy accuracy = new PrequentialAccuracy(window, fading);
        CounterRandom random = new CounterRandom(1, 0, "scores");
        List<Boolean> all = new ArrayList<>();
        for (int n = 1; n <= 100; n++) {
            boolean correct = random.nextBernoulli(0.6);
            accuracy.add(correct);
            all.add(correct);
            double faded = 0;
            double weights = 0;
            int total = 0;
            int recent = 0;
            for (int i = 0; i < n; i++) {
                double weight = Math.pow(fading, n - 1 - i);
                weights += weight;
                faded += all.get(i) ? weight : 0;
                total += all.get(i) ? 1 : 0;
                recent += all.get(i) && i >= n - window ? 1 : 0;
            }
            assertThat(accuracy.faded()).isCloseTo(faded / weights, within(1e-12));
            assertThat(accuracy.overall()).isCloseTo(total / (double) n, within(1e-12));
            assertThat(accuracy.windowed())
                    .isCloseTo(recent / (double) Math.min(n, window), within(1e-12));
        }
        assertThat(accuracy.count()).isEqualTo(100);
    }

    @Test
    void itGoesOnAfterARestoreAsIfNothingHadHappened() throws IOException {
        PrequentialAccuracy original = new PrequentialAccuracy(50, 0.99);
        CounterRandom random = new CounterRandom(2, 0, "scores");
        for (int i = 0; i < 130; i++) {
            original.add(random.nextBernoulli(0.3));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        original.write(new DataOutputStream(bytes));
        PrequentialAccuracy restored =
                PrequentialAccuracy.read(
                        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 0; i < 130; i++) {
            boolean correct = random.nextBernoulli(0.7);
            original.add(correct);
            restored.add(correct);
            assertThat(restored.windowed()).isEqualTo(original.windowed());
            assertThat(restored.faded()).isEqualTo(original.faded());
            assertThat(restored.overall()).isEqualTo(original.overall());
        }
    }

    @Test
    void examplesWithoutLabelOrPredictionDoNotCount() {
        PrequentialAccuracy accuracy = new PrequentialAccuracy();
        accuracy.add(new int[] {1, -1, 2}, new int[] {1, 0, -1});
        assertThat(accuracy.count()).isEqualTo(1);
        assertThat(accuracy.overall()).isEqualTo(1);
    }

    @Test
    void aForeignStateIsRefused() {
        byte[] zeros = new byte[64];
        assertThatThrownBy(
                        () ->
                                PrequentialAccuracy.read(
                                        new DataInputStream(new ByteArrayInputStream(zeros))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("window must be at least 1");
    }
}
