/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.training.ledger.ExampleChain;
import java.nio.ByteBuffer;
import java.util.List;

/** What the ledger says, against itself, the mini-batches and the inputs. */
final class LedgerChecks {
    private final List<LedgerEntry> ledger;
    private final List<MonitorRecord> monitors;

    /**
     * @param ledger at least one entry, in the order of the topic
     * @param monitors of the learner that the ledger tells of
     */
    LedgerChecks(List<LedgerEntry> ledger, List<MonitorRecord> monitors) {
        this.ledger = ledger;
        this.monitors = monitors;
    }

    LedgerEntry last() {
        return ledger.get(ledger.size() - 1);
    }

    /** Ranges of example numbers and steps follow each other without gap or overlap. */
    Invariant contiguous() {
        String problem = "";
        long example = 0;
        long step = 1;
        for (LedgerEntry entry : ledger) {
            if (problem.isEmpty()
                    && (entry.getFirstExample() != example
                            || entry.getFirstStep() != step
                            || entry.getEndExample() < example
                            || entry.getLastStep() < step - 1)) {
                problem =
                        "; version %d.%d begins at example %d, step %d, not at %d, %d"
                                .formatted(
                                        entry.getEpoch(),
                                        entry.getNumber(),
                                        entry.getFirstExample(),
                                        entry.getFirstStep(),
                                        example,
                                        step);
            }
            example = entry.getEndExample();
            step = entry.getLastStep() + 1;
        }
        return Invariant.of(
                "the ranges of the ledger are contiguous and do not overlap",
                problem.isEmpty(),
                "%d entries, examples 0 to %d, steps 1 to %d%s",
                ledger.size(),
                example,
                step - 1,
                problem);
    }

    /** Every labelled clip is in exactly one of the ledger's counts. */
    Invariant counts(ExpectedExamples expected, long labelled) {
        LedgerEntry last = last();
        long sum =
                last.getAdmitted()
                        + last.getAmbiguous()
                        + last.getExpired()
                        + last.getHeldOut()
                        + last.getEvaluationOnly()
                        + last.getPending();
        boolean each =
                last.getAmbiguous() == expected.ambiguous()
                        && last.getExpired() == expected.expired()
                        && last.getHeldOut() == expected.heldOut()
                        && last.getEvaluationOnly() == expected.evaluationOnly();
        return Invariant.of(
                "labelled clips = admitted + ambiguous + expired + held out + evaluation-only +"
                        + " pending",
                sum == labelled && each,
                "%d = %d + %d + %d + %d + %d + %d; by the rules: ambiguous %d, expired %d, held"
                        + " out %d, evaluation-only %d",
                labelled,
                last.getAdmitted(),
                last.getAmbiguous(),
                last.getExpired(),
                last.getHeldOut(),
                last.getEvaluationOnly(),
                last.getPending(),
                expected.ambiguous(),
                expected.expired(),
                expected.heldOut(),
                expected.evaluationOnly());
    }

    /** The mini-batches take the numbers one after another, each once. */
    Invariant firstUse() {
        long step = 0;
        long example = 0;
        long skipped = 0;
        String problem = "";
        for (MonitorRecord monitor : monitors) {
            if (monitor.getExamples() == 0) {
                continue;
            }
            if (problem.isEmpty()
                    && (monitor.getStep() != step + 1 || monitor.getFirstExample() != example)) {
                problem =
                        "; step %d begins at example %d, after step %d and example %d"
                                .formatted(
                                        monitor.getStep(),
                                        monitor.getFirstExample(),
                                        step,
                                        example - 1);
            }
            step = monitor.getStep();
            example = monitor.getFirstExample() + monitor.getExamples();
            skipped += monitor.getSkipped() && !monitor.getFrozen() ? 1 : 0;
        }
        LedgerEntry last = last();
        return Invariant.of(
                "every admitted example is first used in exactly one step",
                problem.isEmpty() && example == last.getAdmitted() && step == last.getLastStep(),
                "%d examples in %d steps, %d admitted; apart from these %d replayed, %d steps"
                        + " skipped (%d by the monitor records)%s",
                example,
                step,
                last.getAdmitted(),
                last.getReplayed(),
                last.getSkippedSteps(),
                skipped,
                problem);
    }

    /** The chain of hashes over the examples that the rules ask for is that of every entry. */
    Invariant chain(List<Example> expected) {
        ExampleChain chain = new ExampleChain();
        int next = 0;
        long same = 0;
        String problem = "";
        for (LedgerEntry entry : ledger) {
            while (next < Math.min(entry.getEndExample(), expected.size())) {
                chain.add(expected.get(next++));
            }
            boolean equal =
                    next == entry.getEndExample()
                            && ByteBuffer.wrap(chain.value()).equals(entry.getChain());
            same += equal ? 1 : 0;
            if (!equal && problem.isEmpty()) {
                problem =
                        "; version %d.%d differs at or before example %d"
                                .formatted(
                                        entry.getEpoch(), entry.getNumber(), entry.getEndExample());
            }
        }
        return Invariant.of(
                "the chain of hashes, recomputed from the topics, is that of the ledger",
                same == ledger.size(),
                "%d of %d entries, %d examples by the rules%s",
                same,
                ledger.size(),
                expected.size(),
                problem);
    }

    /** Nothing was decided by the clock or by a limit. */
    Invariant repeatable() {
        return Invariant.of(
                "no decision was made that another run could make otherwise",
                last().getNonRepeatableDecisions() == 0,
                "%d decisions",
                last().getNonRepeatableDecisions());
    }
}
