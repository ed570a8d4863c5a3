/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static io.ambidex.flink.training.TrainerRun.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.training.ledger.ExampleChain;
import io.ambidex.model.learning.LearnerOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says of the examples that have come. */
class TrainerLedgerTest {

    private static final int EXAMPLES = 22;

    @TempDir Path directory;

    @Test
    void ledgerRangesAreContiguousAndTheChainIsTheOneOfTheExamples() throws Exception {
        List<Example> examples = TrainingFixture.examples(EXAMPLES);
        ExampleChain chain = new ExampleChain();
        examples.forEach(chain::add);
        try (TrainerRun run = new TrainerRun(directory).feed(examples).end()) {
            long next = 0;
            long nextStep = 1;
            for (LedgerEntry entry : run.ledger()) {
                assertThat(entry.getFirstExample()).isEqualTo(next);
                assertThat(entry.getFirstStep()).isEqualTo(nextStep);
                next = entry.getEndExample();
                nextStep = entry.getLastStep() + 1;
            }
            assertThat(next).isEqualTo(EXAMPLES);
            LedgerEntry last = last(run.ledger());
            assertThat(last.getChain()).isEqualTo(ByteBuffer.wrap(chain.value()));
            assertThat(last.getAdmitted()).isEqualTo(EXAMPLES);
            assertThat(last.getPending()).isZero();
            assertThat(last.getNonRepeatableDecisions()).isZero();
            assertThat(last(run.ledger()).getDigest()).isEqualTo(run.lastDigest());
        }
    }

    @Test
    void everyLedgerEntryAccountsForEveryExampleThatHasCome() throws Exception {
        List<Example> examples = TrainingFixture.examples(40);
        try (TrainerRun run = new TrainerRun(holdingOut("a"), null).feed(examples).end()) {
            // Version 0 stands before the first example.
            assertThat(run.ledger().subList(1, run.ledger().size()))
                    .hasSizeGreaterThan(3)
                    .allSatisfy(
                            entry ->
                                    assertThat(
                                                    entry.getAdmitted()
                                                            + entry.getHeldOut()
                                                            + entry.getPending())
                                            .isEqualTo(examples.size()));
        }
    }

    @Test
    void countsOfOtherOperatorsStandInTheLedger() throws Exception {
        try (TrainerRun run = new TrainerRun(directory)) {
            run.harness.processElement2(TrainingSignal.of(new CountUpdate(Counts.AMBIGUOUS, 3)), 0);
            run.harness.processElement2(TrainingSignal.of(new CountUpdate(Counts.EXPIRED, 2)), 0);
            run.feed(TrainingFixture.examples(4)).end();
            assertThat(last(run.ledger()))
                    .extracting(LedgerEntry::getAmbiguous, LedgerEntry::getExpired)
                    .containsExactly(3L, 2L);
        }
    }

    @Test
    void heldOutExamplesAreCountedAndNeverTrainedOn() throws Exception {
        List<Example> examples = new ArrayList<>(TrainingFixture.examples(40));
        examples.add(TrainingFixture.example(40, true));
        examples.add(TrainingFixture.example(41, true));
        try (TrainerRun run = new TrainerRun(holdingOut("a"), null).feed(examples)) {
            run.watermark(examples.get(24).timeMillis());
            for (LedgerEntry entry : run.ledger()) {
                assertThat(entry.getAdmitted()).isEqualTo(entry.getEndExample());
            }
            run.end();
            LedgerEntry last = last(run.ledger());
            assertThat(last.getHeldOut()).isBetween(5L, 20L);
            assertThat(last.getEvaluationOnly()).isEqualTo(2);
            assertThat(last.getPending()).isZero();
            assertThat(last.getAdmitted() + last.getHeldOut() + last.getEvaluationOnly())
                    .isEqualTo(examples.size());
            assertThat(run.monitors().stream().mapToLong(MonitorRecord::getExamples).sum())
                    .isEqualTo(last.getAdmitted());
        }
    }

    @Test
    void whatIsHeldOutDependsNeitherOnArrivalNorOnARestore() throws Exception {
        List<Example> examples = TrainingFixture.examples(40);
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(3));
        try (TrainerRun ordered = new TrainerRun(holdingOut("a"), null);
                TrainerRun other = new TrainerRun(holdingOut("b"), null).feed(shuffled).end();
                TrainerRun before = new TrainerRun(holdingOut("c"), null)) {
            for (Example example : examples) {
                ordered.feed(List.of(example)).watermark(example.timeMillis());
            }
            ordered.end();
            assertThat(other.lastDigest()).isEqualTo(ordered.lastDigest());
            assertThat(last(other.ledger())).isEqualTo(last(ordered.ledger()));
            before.feed(examples.subList(0, 21)).watermark(examples.get(19).timeMillis());
            OperatorSubtaskState state = before.harness.snapshot(1, 1);
            try (TrainerRun after = new TrainerRun(holdingOut("c"), state)) {
                after.feed(examples.subList(21, 40)).end();
                assertThat(after.lastDigest()).isEqualTo(ordered.lastDigest());
                assertThat(last(after.ledger())).isEqualTo(last(ordered.ledger()));
            }
        }
    }

    private TrainerSettings holdingOut(String folder) {
        Map<String, String> options =
                Map.of("heldOutShare", "0.3", "heldOutCapacity", "4", "diagnosisSteps", "2");
        return TrainingFixture.settings(
                directory.resolve(folder),
                LearnerOptions.builder()
                        .learningRate(0.05)
                        .seed(7)
                        .method("relearning", options)
                        .build());
    }
}
