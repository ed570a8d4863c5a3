/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.Labels;
import io.ambidex.flink.training.ledger.ExampleChain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Version 0 and two of two steps each, four examples a step, and what may be wrong with them. */
class LedgerChecksTest {

    private final List<Example> examples = new ArrayList<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<MonitorRecord> monitors = new ArrayList<>();

    LedgerChecksTest() {
        for (int i = 0; i < 16; i++) {
            examples.add(Labels.example("s", 100L * i, 100L * i + 100, 100L * i + 150));
        }
        ledger.add(entry(0, 1, 0, 0, 0));
        ledger.add(entry(1, 1, 2, 0, 8));
        ledger.add(entry(2, 3, 4, 8, 16));
        for (int step = 1; step <= 4; step++) {
            monitors.add(monitor(step, 4L * step - 4, 4));
        }
    }

    @Test
    void aRunThatKeepsItsBooksPassesEveryCheck() {
        LedgerChecks checks = checks();
        assertThat(
                        List.of(
                                checks.contiguous(),
                                checks.firstUse(),
                                checks.chain(examples),
                                checks.repeatable()))
                .allMatch(Invariant::holds);
        assertThat(checks.contiguous().figures())
                .isEqualTo("3 entries, examples 0 to 16, steps 1 to 4");
    }

    @Test
    void examplesBetweenTwoVersionsThatBelongToNeitherAreFound() {
        ledger.get(2).setFirstExample(9);
        assertThat(checks().contiguous())
                .returns(false, Invariant::holds)
                .extracting(Invariant::figures)
                .asString()
                .contains("version 0.2 begins at example 9, step 3, not at 8, 3");
    }

    @Test
    void stepsThatTwoVersionsClaimAreFound() {
        ledger.get(2).setFirstStep(2);
        assertThat(checks().contiguous().holds()).isFalse();
    }

    @Test
    void aVersionThatEndsBeforeItBeginsIsFound() {
        ledger.get(2).setEndExample(7);
        assertThat(checks().contiguous().holds()).isFalse();
    }

    @Test
    void aStepThatIsThereTwiceIsFound() {
        monitors.add(2, monitor(2, 4, 4));
        assertThat(checks().firstUse())
                .returns(false, Invariant::holds)
                .extracting(Invariant::figures)
                .asString()
                .contains("step 2 begins at example 4, after step 2 and example 7");
    }

    @Test
    void aStepThatIsNotThereIsFound() {
        monitors.remove(1);
        assertThat(checks().firstUse().holds()).isFalse();
    }

    @Test
    void anAdmittedExampleThatNoStepUsedIsFound() {
        ledger.get(2).setAdmitted(17);
        assertThat(checks().firstUse().holds()).isFalse();
    }

    @Test
    void evaluationBetweenTheStepsUsesNothing() {
        monitors.add(1, monitor(1, 0, 0));
        assertThat(checks().firstUse().holds()).isTrue();
    }

    @Test
    void examplesInAnotherOrderBreakTheChain() {
        examples.add(9, examples.remove(10));
        assertThat(checks().chain(examples))
                .returns(false, Invariant::holds)
                .extracting(Invariant::figures)
                .asString()
                .startsWith("2 of 3 entries")
                .contains("version 0.2 differs at or before example 16");
    }

    @Test
    void anExampleTooFewBreaksTheChain() {
        examples.remove(15);
        assertThat(checks().chain(examples).holds()).isFalse();
    }

    @Test
    void oneDecisionByTheClockIsOneTooMany() {
        ledger.get(2).setNonRepeatableDecisions(1);
        assertThat(checks().repeatable())
                .returns(false, Invariant::holds)
                .returns("1 decisions", Invariant::figures);
    }

    private LedgerChecks checks() {
        return new LedgerChecks(ledger, monitors);
    }

    private ByteBuffer chain(int length) {
        ExampleChain chain = new ExampleChain();
        examples.subList(0, length).forEach(chain::add);
        return ByteBuffer.wrap(chain.value());
    }

    private LedgerEntry entry(
            long number, long firstStep, long lastStep, int firstExample, int endExample) {
        return LedgerEntry.newBuilder()
                .setModelName("model")
                .setEpoch(0)
                .setNumber(number)
                .setDigest("sha256:" + number)
                .setFirstStep(firstStep)
                .setLastStep(lastStep)
                .setFirstExample(firstExample)
                .setEndExample(endExample)
                .setChain(chain(endExample))
                .setOffsets(List.of())
                .setAdmitted(16)
                .setAmbiguous(0)
                .setExpired(0)
                .setHeldOut(0)
                .setEvaluationOnly(0)
                .setPending(0)
                .setReplayed(0)
                .setSkippedSteps(0)
                .setNonRepeatableDecisions(0)
                .build();
    }

    private static MonitorRecord monitor(long step, long firstExample, int examples) {
        return MonitorRecord.newBuilder()
                .setModelName("model")
                .setStep(step)
                .setFirstExample(firstExample)
                .setExamples(examples)
                .setEventTimeMillis(1_000 * step)
                .setMethod("joint")
                .setLoss(1)
                .setLosses(Map.of())
                .setSkipped(false)
                .setLearningRate(0.1)
                .setAccuracy(1)
                .setModalities(Map.of())
                .setMethodMonitors(Map.of())
                .setEmittedAtMillis(0)
                .build();
    }
}
