/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.version.ModelVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class TalliesTest {

    @Test
    void predictionsAreScoredJointAndPerModality() {
        PlayedLabels played = new PlayedLabels();
        PredictionTally predictions = new PredictionTally(RunOfRecords.CLASSES);
        for (int i = 0; i < 3; i++) {
            played.add(RunOfRecords.label(i, false));
            predictions.add(RunOfRecords.prediction(i, 0, i));
        }
        Score score = predictions.score(played, 0, false);
        assertThat(score.examples()).isEqualTo(3);
        assertThat(score.accuracy())
                .contains(
                        entry("joint", 2 / 3.0), entry("video", 2 / 3.0), entry("audio", 1 / 3.0));
    }

    @Test
    void repeatsAndTestClipsAreScoredApart() {
        PlayedLabels played = new PlayedLabels();
        PredictionTally predictions = new PredictionTally(RunOfRecords.CLASSES);
        played.add(RunOfRecords.label(0, false));
        played.add(RunOfRecords.label(1, true));
        played.add(new PlayedLabel(RunOfRecords.clip(2), "circle", 3000, false, 1));
        for (int i = 0; i < 3; i++) {
            predictions.add(RunOfRecords.prediction(i, 0, i));
        }
        assertThat(predictions.score(played, 0, false).examples()).isEqualTo(1);
        assertThat(predictions.score(played, 0, true).accuracy()).containsEntry("joint", 0.0);
        assertThat(predictions.score(played, 1, false).accuracy()).containsEntry("joint", 1.0);
        assertThat(played.firstPassEndMillis()).isEqualTo(2000);
    }

    @Test
    void prequentialAccuracyWeighsStepsByTheirExamples() {
        MonitorTally monitors = new MonitorTally();
        monitors.add(RunOfRecords.step(1, 8, 0.5, 1000));
        monitors.add(RunOfRecords.step(2, 2, 1.0, 3000));
        assertThat(monitors.score(Long.MIN_VALUE, Long.MAX_VALUE).accuracy().get("joint"))
                .isCloseTo(0.6, within(1e-12));
        assertThat(monitors.score(Long.MIN_VALUE, 1000).accuracy().get("joint"))
                .isCloseTo(0.5, within(1e-12));
        assertThat(monitors.discrepancyRatio().get("audio")).isCloseTo(3.0, within(1e-12));
        assertThat(monitors.examplesPerSecond()).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void freshnessIsFromMakingAVersionToItsFirstPrediction() {
        VersionTally versions = new VersionTally();
        PredictionTally predictions = new PredictionTally(RunOfRecords.CLASSES);
        versions.add(RunOfRecords.version(0, 0));
        versions.add(RunOfRecords.version(1, 100));
        versions.add(RunOfRecords.version(2, 200));
        predictions.add(RunOfRecords.prediction(0, 0, 50));
        predictions.add(RunOfRecords.prediction(1, 1, 180));
        predictions.add(RunOfRecords.prediction(2, 1, 150));
        assertThat(versions.freshnessMillis(predictions.firstUse())).containsExactly(50L);
        assertThat(predictions.newestVersion()).isEqualTo(new ModelVersion(0, 1));
        assertThat(versions.newestMadeBy(150)).contains(new ModelVersion(0, 1));
    }

    @Test
    void percentilesAreByNearestRank() {
        assertThat(Percentiles.of(List.of(1L, 2L, 3L, 4L))).isEqualTo(new Percentiles(2L, 4L));
        assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(null, null));
    }
}
