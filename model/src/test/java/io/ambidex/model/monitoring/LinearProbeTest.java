/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearProbeTest {

    private static final int CLASSES = 3;

    @Test
    void classesThatALineSeparatesAreRead() {
        float[][] features = features(1, 2);
        LinearProbe probe = LinearProbe.fit(features, labels(features), CLASSES);

        float[][] unseen = features(2, 2);
        assertThat(probe.accuracy(unseen, labels(unseen))).isGreaterThan(0.97);
    }

    @Test
    void featuresWithoutClassesGiveChance() {
        float[][] features = features(1, 0);
        LinearProbe probe = LinearProbe.fit(features, labels(features), CLASSES);

        float[][] unseen = features(2, 0);
        assertThat(probe.accuracy(unseen, labels(unseen))).isBetween(0.2, 0.47);
    }

    @Test
    void aFeatureThatNeverChangesDoesNoHarm() {
        float[][] features = features(1, 2);
        for (float[] row : features) {
            row[1] = 7;
        }
        LinearProbe probe = LinearProbe.fit(features, labels(features), CLASSES);

        assertThat(probe.accuracy(features, labels(features))).isGreaterThan(0.97);
    }

    @Test
    void rowsAndLabelsMustMatch() {
        assertThatThrownBy(() -> LinearProbe.fit(new float[2][3], new int[1], CLASSES))
                .hasMessageContaining("2 rows and 1 labels");
    }

    /** Rows around one centre for each class, the classes in turn. */
    private static float[][] features(int seed, double distance) {
        Random random = new Random(seed);
        float[][] rows = new float[300][4];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < 4; d++) {
                rows[i][d] = (float) (random.nextGaussian() * 0.3);
            }
            double angle = 2 * Math.PI * (i % CLASSES) / CLASSES;
            rows[i][0] += (float) (distance * Math.cos(angle));
            rows[i][2] += (float) (distance * Math.sin(angle));
        }
        return rows;
    }

    private static int[] labels(float[][] features) {
        int[] labels = new int[features.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES;
        }
        return labels;
    }
}
