/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The records of a small run that keeps its promises; tests leave some out or add others. */
final class RunOfRecords {
    static final List<String> CLASSES = List.of("circle", "square");

    private RunOfRecords() {}

    static ClipKey clip(int number) {
        return new ClipKey("sim-0", 1000L * number, 1000L * (number + 1));
    }

    static PlayedLabel label(int number, boolean evaluateOnly) {
        return new PlayedLabel(
                clip(number), CLASSES.get(number % 2), clip(number).endMillis(), evaluateOnly, 0);
    }

    /** Says circle, the sound alone says square; made at {@code atMillis} by that version. */
    static Prediction prediction(int number, long version, long atMillis) {
        return Prediction.newBuilder()
                .setStreamId(clip(number).streamId())
                .setWindowStartMillis(clip(number).startMillis())
                .setWindowEndMillis(clip(number).endMillis())
                .setLabel("circle")
                .setConfidence(0.7)
                .setProbabilities(List.of(0.7f, 0.3f))
                .setModalityProbabilities(
                        Map.of(
                                "audio", List.of(0.2f, 0.8f),
                                "video", List.of(0.9f, 0.1f)))
                .setMissingModalities(List.of())
                .setModelName("ambidex")
                .setModelEpoch(0)
                .setModelNumber(version)
                .setModelDigest("sha256:" + version)
                .setPredictedAtMillis(atMillis)
                .build();
    }

    static ModelUpdate version(long number, long createdAtMillis) {
        return ModelUpdate.newBuilder()
                .setModelName("ambidex")
                .setEpoch(0)
                .setNumber(number)
                .setDigest("sha256:" + number)
                .setPath("file:/models/" + number)
                .setSizeBytes(1)
                .setStep(number)
                .setProvenance("{}")
                .setCreatedAtMillis(createdAtMillis)
                .build();
    }

    static MonitorRecord step(long step, int examples, double accuracy, long atMillis) {
        ModalityMonitor audio =
                ModalityMonitor.newBuilder()
                        .setAccuracy(accuracy / 2)
                        .setDiscrepancyRatio(2.0 * step)
                        .setFisherTrace(0.5)
                        .setMissingRate(0.5)
                        .build();
        return MonitorRecord.newBuilder()
                .setModelName("ambidex")
                .setStep(step)
                .setFirstExample(0)
                .setExamples(examples)
                .setEventTimeMillis(1000 * step)
                .setMethod("joint")
                .setLoss(1)
                .setLosses(Map.of())
                .setSkipped(false)
                .setLearningRate(0.1)
                .setAccuracy(accuracy)
                .setPrequentialAccuracyWindowed(accuracy)
                .setModalities(Map.of("audio", audio))
                .setMethodMonitors(Map.of())
                .setEmittedAtMillis(atMillis)
                .build();
    }

    /** One example that is only scored. */
    static MonitorRecord evaluation(long examplesSoFar) {
        MonitorRecord record = step(0, 0, 0, 0);
        record.setEvaluationExamples(examplesSoFar);
        return record;
    }

    /** Accounts for the examples up to {@code end} and for one that is only scored. */
    static LedgerEntry ledger(long number, long first, long end) {
        return LedgerEntry.newBuilder()
                .setModelName("ambidex")
                .setEpoch(0)
                .setNumber(number)
                .setDigest("sha256:" + number)
                .setFirstStep(number)
                .setLastStep(number)
                .setFirstExample(first)
                .setEndExample(end)
                .setChain(ByteBuffer.wrap(new byte[32]))
                .setOffsets(List.of())
                .setAdmitted(end)
                .setAmbiguous(0)
                .setExpired(0)
                .setHeldOut(0)
                .setEvaluationOnly(1)
                .setPending(0)
                .setReplayed(0)
                .setSkippedSteps(0)
                .setNonRepeatableDecisions(0)
                .build();
    }

    static DeadLetter deadLetter(String reason) {
        return DeadLetter.newBuilder()
                .setStage("decode")
                .setReason(reason)
                .setTopic("audio")
                .setPartition(0)
                .setOffset(0)
                .setTimestampMillis(0)
                .build();
    }
}
