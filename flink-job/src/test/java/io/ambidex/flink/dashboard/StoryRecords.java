/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.StreamScore;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.LedgerRange;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The records of a job in which the sound first dominates and then fails: what a dashboard is fed
 * with in tests. The same seed gives the same records.
 */
public final class StoryRecords {
    /** Share of the story after which the sound is gone. */
    private static final double SOUND_GOES = 0.65;

    private static final int EXAMPLES = 8;

    private final Random random = new Random(7);
    private final int steps;

    /**
     * @param steps steps of the whole story
     */
    public StoryRecords(int steps) {
        this.steps = steps;
    }

    private double told(int step) {
        return Math.min(1, step / (double) steps);
    }

    private boolean soundIsGone(int step) {
        return told(step) > SOUND_GOES;
    }

    private double jitter(double width) {
        return width * random.nextGaussian();
    }

    /** A learner's record of one step. */
    public MonitorRecord monitor(String learner, int step, long atMillis) {
        boolean balanced = learner.equals("main");
        double t = told(step);
        double gone = soundIsGone(step) ? Math.min(1, (t - SOUND_GOES) * 12) : 0;
        double audio = (0.2 + 0.68 * (1 - Math.exp(-7 * t))) * (1 - 0.7 * gone);
        double video = 0.12 + (balanced ? 0.55 : 0.2) * (1 - Math.exp(-3.2 * t));
        double joint = clip(Math.max(audio, video) * (1 - 0.12 * gone) + 0.05);
        double ratio =
                Math.exp((balanced ? 1.45 * Math.exp(-3 * t) + 0.1 : 1.7) * (1 - 1.3 * gone));
        Map<String, ModalityMonitor> modalities = new HashMap<>();
        boolean open = balanced && t > 0.08 && t < 0.5;
        modalities.put("audio", modality(audio, ratio, open, 4e2 * Math.exp(-4 * t), gone));
        modalities.put("video", modality(video, 1 / ratio, false, 60 * Math.exp(-2 * t), 0));
        return MonitorRecord.newBuilder()
                .setModelName("ambidex")
                .setLearner(learner)
                .setStep(step)
                .setFirstExample((long) step * EXAMPLES)
                .setExamples(EXAMPLES)
                .setEventTimeMillis(atMillis)
                .setMethod(balanced ? "inforeg" : "joint")
                .setLoss(2 * Math.exp(-3 * t))
                .setLosses(Map.of())
                .setSkipped(false)
                .setLearningRate(0.05)
                .setAccuracy(joint)
                .setPrequentialAccuracyWindowed(clip(joint + jitter(0.01)))
                .setServingAccuracyWindowed(clip(joint - 0.08 + jitter(0.01)))
                .setModalities(modalities)
                .setMethodMonitors(
                        balanced
                                ? Map.of(
                                        "regulation.audio",
                                        open ? 1.4 + jitter(0.1) : 0.0,
                                        "regulation.video",
                                        0.0,
                                        "lead.audio",
                                        ratio - 1 + jitter(0.05),
                                        "lead.video",
                                        1 / ratio - 1 + jitter(0.05))
                                : Map.of())
                .setContribution(
                        step % 5 == 0
                                ? Map.of(
                                        "audio", joint * audio / (audio + video) + jitter(0.08),
                                        "video", joint * video / (audio + video) + jitter(0.08))
                                : Map.of())
                .setMeanSkewMillis(20 + jitter(6))
                .setStreams(Map.of("camera-1", score(4, joint), "camera-3", score(4, joint / 2)))
                .setServedModelAgeSteps(4L)
                .setEmittedAtMillis(atMillis)
                .build();
    }

    private StreamScore score(int examples, double accuracy) {
        int correct = (int) Math.round(examples * accuracy);
        return new StreamScore(
                examples,
                correct,
                2 - accuracy,
                Map.of("audio", examples, "video", examples / 2),
                Map.of("audio", correct, "video", correct / 2));
    }

    private ModalityMonitor modality(
            double accuracy, double ratio, boolean open, double trace, double missing) {
        double noisy = Math.exp(jitter(0.2));
        return ModalityMonitor.newBuilder()
                .setDiscrepancyRatio(ratio * Math.exp(jitter(0.12)))
                .setFisherTrace(trace * noisy)
                .setPrimeLearningWindow(open)
                .setGradientNorm(Math.sqrt(trace * noisy))
                .setAccuracy(accuracy)
                .setPrequentialAccuracyWindowed(clip(accuracy + jitter(0.01)))
                .setMissingRate(missing * 0.8)
                .build();
    }

    /** A prediction by the newest version. */
    public Prediction prediction(String stream, int clip, long version, long atMillis) {
        boolean gap = stream.endsWith("2") && clip % 3 == 0;
        return Prediction.newBuilder()
                .setStreamId(stream)
                .setWindowStartMillis(atMillis - 2_400)
                .setWindowEndMillis(atMillis - 1_400 + (long) jitter(80))
                .setLabel("bell")
                .setConfidence(clip(0.7 + jitter(0.1)))
                .setProbabilities(List.of(0.7f, 0.3f))
                .setModalityProbabilities(Map.of("video", List.of(0.6f, 0.4f)))
                .setMissingModalities(gap ? List.of("audio") : List.of())
                .setSkewMillis(gap ? null : (stream.endsWith("3") ? 140 : 20) + jitter(10))
                .setSkewExceeded(stream.endsWith("3") && clip % 2 == 0)
                .setModelName("ambidex")
                .setModelEpoch(0)
                .setModelNumber(version)
                .setModelDigest(digest(version))
                .setPredictedAtMillis(atMillis)
                .build();
    }

    /** A published version with its provenance. */
    public ModelUpdate version(long number, int step, long atMillis) {
        Provenance provenance =
                new Provenance(
                        new ModelVersion(0, number),
                        number == 0 ? null : new ModelVersion(0, number - 1),
                        step,
                        LedgerRange.NONE,
                        "inforeg",
                        Map.of("beta", "0.9"),
                        List.of("bell", "drum"),
                        Map.of("prequential.windowed.joint", 0.7),
                        7,
                        new Environment(1, "cpu", "AVX2", Map.of("djl", "0.35.1")),
                        atMillis);
        return ModelUpdate.newBuilder()
                .setModelName("ambidex")
                .setEpoch(0)
                .setNumber(number)
                .setDigest(digest(number))
                .setPath("file:/models/" + number)
                .setSizeBytes(412_345)
                .setStep(step)
                .setProvenance(provenance.toJson())
                .setCreatedAtMillis(atMillis)
                .build();
    }

    /** The ledger entry of a version. */
    public LedgerEntry ledger(long number, int step) {
        return LedgerEntry.newBuilder()
                .setModelName("ambidex")
                .setEpoch(0)
                .setNumber(number)
                .setDigest(digest(number))
                .setFirstStep(Math.max(1, step - 20))
                .setLastStep(step)
                .setFirstExample(Math.max(0, step - 20L) * EXAMPLES)
                .setEndExample((long) step * EXAMPLES)
                .setChain(ByteBuffer.wrap(new byte[32]))
                .setOffsets(List.of())
                .setAdmitted((long) step * EXAMPLES)
                .setAmbiguous(2)
                .setExpired(1)
                .setHeldOut(0)
                .setEvaluationOnly(24)
                .setPending(5)
                .setReplayed(0)
                .setSkippedSteps(0)
                .setNonRepeatableDecisions(0)
                .build();
    }

    /** An input that could not be used. */
    public static DeadLetter deadLetter(String stream, long atMillis) {
        return DeadLetter.newBuilder()
                .setStage("decode")
                .setReason("the picture has 9000 x 9000 pixels, but at most 4096 x 4096 are taken")
                .setTopic("video")
                .setPartition(1)
                .setOffset(4711)
                .setTimestampMillis(atMillis)
                .setKey(ByteBuffer.wrap(stream.getBytes(StandardCharsets.UTF_8)))
                .setValue(null)
                .build();
    }

    /** Something a person should know. */
    public static Alert alert(String severity, String message, long atMillis) {
        return Alert.newBuilder()
                .setKind("control-applied")
                .setSeverity(severity)
                .setMessage(message)
                .setAttributes(Map.of("command", "page-1"))
                .setAtMillis(atMillis)
                .build();
    }

    private static String digest(long number) {
        return "sha256:" + Long.toHexString(0x9e3779b97f4a7c15L * (number + 1)).repeat(4);
    }

    private static double clip(double share) {
        return Math.max(0, Math.min(1, share));
    }
}
