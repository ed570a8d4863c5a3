/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.dashboard.StoryRecords;
import io.ambidex.flink.dashboard.view.BalanceFacts.Regulation;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnerHistoryTest {
    private final LearnerHistory learner = new LearnerHistory("main");

    @Test
    void itKnowsSinceWhichStepTheMethodRegulates() {
        add(1, "ogm", 1.0);
        add(2, "ogm", 1.0);
        add(3, "ogm", 0.6);
        assertThat(learner.facts().regulation()).isEqualTo(Regulation.REGULATING);
        assertThat(learner.facts().regulationSinceStep()).isEqualTo(3);
    }

    @Test
    void aFewUntouchedStepsInBetweenEndNothing() {
        add(1, "ogm", 0.6);
        for (int step = 2; step <= 15; step++) {
            add(step, "ogm", 1.0);
        }
        add(16, "ogm", 0.6);
        assertThat(learner.facts().regulationSinceStep()).isEqualTo(1);
    }

    @Test
    void manyUntouchedStepsEndIt() {
        add(1, "ogm", 0.6);
        for (int step = 2; step <= 25; step++) {
            add(step, "ogm", 1.0);
        }
        assertThat(learner.facts().regulation()).isEqualTo(Regulation.WATCHING);
        assertThat(learner.facts().regulationSinceStep()).isEqualTo(21);
    }

    @Test
    void anotherMethodBeginsAnew() {
        add(1, "ogm", 0.6);
        add(2, "joint", null);
        assertThat(learner.facts().regulation()).isEqualTo(Regulation.NONE);
        assertThat(learner.facts().regulationSinceStep()).isEqualTo(2);
    }

    @Test
    void aMethodThatReportsNeitherActs() {
        add(1, "mmpareto", null);
        assertThat(learner.facts().regulation()).isEqualTo(Regulation.ACTING);
    }

    @Test
    void ratiosAreAveragedAsLogarithms() {
        learner.add(monitor(1, "ogm", 1.0, 4), 1_000);
        learner.add(monitor(2, "ogm", 1.0, 0.25), 2_000);
        assertThat(learner.facts().discrepancyRatios().get("audio")).isCloseTo(1, within(1e-12));
    }

    @Test
    void stepsOfAnOlderRunDoNotCountAfterARestart() {
        learner.add(monitor(9, "ogm", 1.0, 8), 1_000);
        learner.add(monitor(5, "ogm", 1.0, 2), 2_000);
        assertThat(learner.facts().discrepancyRatios().get("audio")).isCloseTo(2, within(1e-12));
    }

    @Test
    void recordsOfEvaluationAreNoSteps() {
        MonitorRecord evaluation = monitor(3, "ogm", 1.0, 1);
        evaluation.setExamples(0);
        learner.add(evaluation, 1_000);
        assertThat(learner.facts()).isNull();
    }

    @Test
    void everyFigureHasItsColumn() {
        learner.add(new StoryRecords(100).monitor("main", 50, 1_000), 1_000);
        assertThat(learner.table().since("main", TimeTable.Mark.NONE).values())
                .containsKeys(
                        "accuracy",
                        "accuracy/audio",
                        "serving",
                        "contribution/video",
                        "ratio/audio",
                        "fisher/video",
                        "window/audio",
                        "gradient/video",
                        "missing/audio",
                        "own/regulation.audio",
                        "examples");
    }

    private void add(long step, String method, Double coefficient) {
        learner.add(monitor(step, method, coefficient, 2), 1_000 * step);
    }

    private static MonitorRecord monitor(
            long step, String method, Double coefficient, double ratio) {
        MonitorRecord monitor = new StoryRecords(100).monitor("main", (int) step, 1_000 * step);
        monitor.setMethod(method);
        monitor.setModalities(
                Map.of(
                        "audio",
                        ModalityMonitor.newBuilder()
                                .setDiscrepancyRatio(ratio)
                                .setModulationCoefficient(coefficient)
                                .setMissingRate(0)
                                .build()));
        return monitor;
    }
}
