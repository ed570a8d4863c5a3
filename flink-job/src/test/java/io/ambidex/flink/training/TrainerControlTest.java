/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static io.ambidex.flink.training.TrainerRun.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.Alerts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to the trainer while it learns. */
class TrainerControlTest {

    @TempDir Path directory;

    @Test
    void aCommandToASecondLearnerIsRefusedWhereThereIsNone() throws Exception {
        try (TrainerRun run = new TrainerRun(directory)) {
            Control toShadow = new Control("s", 0L, "ogm", Map.of(), null, "shadow", Map.of());
            Control toNobody = new Control("t", 0L, "ogm", Map.of(), null, "third", Map.of());
            run.harness.processElement2(TrainingSignal.of(toShadow), 0);
            run.harness.processElement2(TrainingSignal.of(toNobody), 0);
            run.feed(TrainingFixture.examples(8)).end();
            assertThat(run.alerts())
                    .extracting(Alert::getMessage)
                    .satisfiesExactly(
                            first ->
                                    assertThat(first)
                                            .contains(
                                                    "no second learner", "training.shadow.method"),
                            second ->
                                    assertThat(second)
                                            .contains("must be main or shadow, but is third"));
            assertThat(run.monitors()).extracting(MonitorRecord::getMethod).doesNotContain("ogm");
        }
    }

    @Test
    void aCommandTakesEffectBeforeTheFirstBatchThatBeginsAtItsTime() throws Exception {
        List<Example> examples = TrainingFixture.examples(12);
        try (TrainerRun run = new TrainerRun(directory)) {
            run.control("c1", examples.get(4).timeMillis(), "ogm-ge", Map.of("alpha", "0.5"));
            run.feed(examples).end();
            assertThat(run.monitors())
                    .extracting(MonitorRecord::getMethod)
                    .containsExactly("joint", "ogm-ge", "ogm-ge");
            assertThat(run.alerts())
                    .extracting(Alert::getKind)
                    .containsExactly(Alerts.CONTROL_APPLIED);
            assertThat(run.ledger())
                    .flatExtracting(LedgerEntry::getMethodChanges)
                    .containsExactly("2:ogm-ge");
        }
    }

    @Test
    void aCommandThatCannotBeCarriedOutChangesNothing() throws Exception {
        try (TrainerRun plain =
                        new TrainerRun(directory.resolve("a"))
                                .feed(TrainingFixture.examples(8))
                                .end();
                TrainerRun run = new TrainerRun(directory.resolve("b"))) {
            run.control("c1", 0, "no-such-method", Map.of());
            run.control("c2", 0, "ogm-ge", Map.of("alpha", "-3"));
            run.feed(TrainingFixture.examples(8)).end();
            assertThat(run.alerts())
                    .extracting(Alert::getKind)
                    .containsOnly(Alerts.CONTROL_REFUSED)
                    .hasSize(2);
            assertThat(run.lastDigest()).isEqualTo(plain.lastDigest());
        }
    }

    @Test
    void aCommandThatComesTooLateIsCountedAndReported() throws Exception {
        List<Example> examples = TrainingFixture.examples(8);
        try (TrainerRun run = new TrainerRun(directory)) {
            run.feed(examples.subList(0, 4)).watermark(examples.get(3).timeMillis() + 1_000);
            run.control("c1", 0, "ogm-ge", Map.of());
            run.feed(examples.subList(4, 8)).end();
            assertThat(run.alerts())
                    .extracting(Alert::getKind)
                    .containsExactly(Alerts.CONTROL_LATE, Alerts.CONTROL_APPLIED);
            assertThat(last(run.ledger()).getNonRepeatableDecisions()).isEqualTo(1);
        }
    }
}
