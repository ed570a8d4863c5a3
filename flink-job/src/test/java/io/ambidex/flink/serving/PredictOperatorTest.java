/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainingFixture;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.LedgerRange;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Provenance;
import io.ambidex.model.version.VersionFile;
import io.ambidex.model.version.VersionSignature;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictOperatorTest {

    private static final long SEED = 7;
    private static final int BATCH = 3;

    @TempDir Path directory;
    private TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness(null, null);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness(
            String publicKey, OperatorSubtaskState state) throws Exception {
        return harness(null, publicKey, state);
    }

    private TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness(
            String initialWeights, String publicKey, OperatorSubtaskState state) throws Exception {
        ServingSettings settings =
                new ServingSettings(
                        "test",
                        TrainingFixture.network().toJson(),
                        SEED,
                        initialWeights,
                        "cpu",
                        BATCH,
                        50,
                        1 << 20,
                        publicKey);
        var opened = new TwoInputStreamOperatorTestHarness<>(new PredictOperator(settings));
        opened.setup();
        if (state != null) {
            opened.initializeState(state);
        }
        opened.open();
        opened.processWatermark2(Watermark.MAX_WATERMARK);
        return opened;
    }

    private void clips(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            harness.processElement1(TrainingFixture.clip(i), i);
        }
    }

    private List<Prediction> predictions() {
        return side(SideOutputs.PREDICTIONS);
    }

    private List<String> refusals() {
        return side(SideOutputs.ALERTS).stream().map(Alert::getMessage).toList();
    }

    private <T> List<T> side(OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).stream().map(StreamRecord::getValue).forEach(values::add);
        }
        return values;
    }

    /** Another model of the same network, as a file and the record that announces it. */
    private ModelUpdate version(long epoch, long number) throws Exception {
        LearnerOptions options = LearnerOptions.builder().seed(epoch * 100 + number).build();
        try (Learner learner = Learner.create(TrainingFixture.network(), options)) {
            return publish(learner.exportTensors(), new ModelVersion(epoch, number));
        }
    }

    private ModelUpdate publish(Map<String, HostTensor> tensors, ModelVersion version)
            throws Exception {
        Provenance provenance =
                new Provenance(
                        version,
                        null,
                        10,
                        LedgerRange.NONE,
                        "joint",
                        Map.of(),
                        TrainingFixture.network().classes(),
                        Map.of(),
                        SEED,
                        Environment.here("cpu"),
                        1);
        VersionFile file = new VersionFile(TrainingFixture.network(), provenance, tensors);
        Path path = directory.resolve(version + ".safetensors");
        Files.write(path, file.toBytes());
        return ModelUpdate.newBuilder()
                .setModelName("test")
                .setEpoch(version.epoch())
                .setNumber(version.number())
                .setDigest(file.digest())
                .setPath(path.toUri().toString())
                .setSizeBytes(Files.size(path))
                .setStep(10)
                .setProvenance(provenance.toJson())
                .setCreatedAtMillis(1)
                .build();
    }

    private void announce(ModelUpdate update) throws Exception {
        harness.processElement2(update, 0);
        harness.setProcessingTime(harness.getProcessingTime() + 50);
    }

    private Prediction next(int clip) throws Exception {
        clips(clip, clip + 1);
        harness.processWatermark1(new Watermark(clip));
        List<Prediction> all = predictions();
        return all.get(all.size() - 1);
    }

    @Test
    void aFullBatchIsPredictedAtOnce() throws Exception {
        clips(0, BATCH - 1);
        assertThat(predictions()).isEmpty();
        clips(BATCH - 1, BATCH);
        assertThat(predictions()).hasSize(BATCH);
        assertThat(harness.extractOutputValues())
                .extracting(scored -> scored.clip().window())
                .containsExactly(
                        TrainingFixture.clip(0).window(),
                        TrainingFixture.clip(1).window(),
                        TrainingFixture.clip(2).window());
    }

    @Test
    void aClipIsPredictedBeforeAWatermarkABarrierAndTheEnd() throws Exception {
        clips(0, 1);
        harness.processWatermark1(new Watermark(5));
        assertThat(predictions()).hasSize(1);
        clips(1, 2);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(predictions()).hasSize(2);
        clips(2, 3);
        harness.getOperator().finish();
        assertThat(predictions()).hasSize(3);
    }

    @Test
    void aClipDoesNotWaitLongerThanItMay() throws Exception {
        clips(0, 1);
        harness.setProcessingTime(49);
        assertThat(predictions()).isEmpty();
        harness.setProcessingTime(50);
        assertThat(predictions()).hasSize(1);
    }

    @Test
    void aPredictionSaysWhatIsMissingAndSumsToOne() throws Exception {
        Prediction prediction = next(4);
        assertThat(prediction.getMissingModalities()).containsExactly("video");
        assertThat(prediction.getModalityProbabilities()).containsOnlyKeys("audio");
        assertThat(prediction.getProbabilities().stream().mapToDouble(p -> p).sum())
                .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
        assertThat(prediction.getConfidence()).isGreaterThanOrEqualTo(0.5);
        assertThat(prediction.getLabel()).isIn("dark", "bright");
        assertThat(prediction.getSkewMillis()).isEqualTo(10.0);
    }

    @Test
    void aNewerVersionIsTakenUpWithoutARestart() throws Exception {
        assertThat(next(0).getModelNumber()).isZero();
        ModelUpdate update = version(0, 1);
        announce(update);
        Prediction prediction = next(1);
        assertThat(prediction.getModelNumber()).isEqualTo(1);
        assertThat(prediction.getModelDigest()).isEqualTo(update.getDigest());
        assertThat(harness.extractOutputValues().get(1).prediction().modelNumber()).isEqualTo(1);
        assertThat(refusals()).isEmpty();
    }

    @Test
    void ofSeveralThatCameTheNewestIsTaken() throws Exception {
        harness.processElement2(version(0, 3), 0);
        harness.processElement2(version(1, 0), 0);
        harness.processElement2(version(0, 9), 0);
        Prediction prediction = next(0);
        assertThat(prediction.getModelEpoch()).isEqualTo(1);
        assertThat(prediction.getModelNumber()).isZero();
    }

    @Test
    void whenTheNewestIsBadTheNextBestIsTaken() throws Exception {
        ModelUpdate bad = version(0, 2);
        Files.write(Path.of(java.net.URI.create(bad.getPath())), new byte[10]);
        harness.processElement2(version(0, 1), 0);
        harness.processElement2(bad, 0);
        assertThat(next(0).getModelNumber()).isEqualTo(1);
        assertThat(refusals()).hasSize(1);
    }

    @Test
    void whatIsNotAsAnnouncedIsRefusedAndTheOldVersionAnswersOn() throws Exception {
        announce(version(0, 1));
        Path file = directory.resolve("0.2.safetensors");
        byte[] good = Files.readAllBytes(pathOf(version(0, 2)));

        announce(version(0, 2, v -> v.setDigest("sha256:" + "0".repeat(64))));
        announce(version(0, 2, v -> v.setSizeBytes(v.getSizeBytes() + 1)));
        announce(version(0, 2, v -> v.setSizeBytes(2L << 20)));
        announce(version(0, 2, v -> v.setPath(directory.resolve("none").toUri().toString())));
        announce(version(0, 2, v -> v.setNumber(3L)));
        announce(version(-1, 2, v -> {}));
        ModelUpdate truncated = version(0, 2);
        Files.write(file, java.util.Arrays.copyOf(good, good.length - 5));
        announce(truncated);
        ModelUpdate flipped = version(0, 2);
        good[good.length - 3] ^= 0x20;
        Files.write(file, good);
        announce(flipped);

        assertThat(next(0).getModelNumber()).isEqualTo(1);
        assertThat(refusals()).hasSize(8).allMatch(message -> message.startsWith("model version "));
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws Exception {
        Map<String, HostTensor> tensors;
        try (Learner learner =
                Learner.create(
                        TrainingFixture.network(), LearnerOptions.builder().seed(1).build())) {
            tensors = learner.exportTensors();
        }
        tensors.get("head.weight").data().putInt(0, Float.floatToRawIntBits(Float.NaN));
        announce(publish(tensors, new ModelVersion(0, 1)));
        assertThat(next(0).getModelNumber()).isZero();
        assertThat(refusals()).singleElement().asString().contains("head.weight").contains("NaN");
    }

    @Test
    void aStaleVersionAndAnotherDigestOfTheSameAreRefused() throws Exception {
        ModelUpdate first = version(0, 1);
        announce(first);
        announce(version(0, 2));
        announce(first);
        announce(version(0, 2, v -> v.setDigest("sha256:" + "1".repeat(64))));
        assertThat(next(0).getModelNumber()).isEqualTo(2);
        assertThat(refusals())
                .satisfiesExactly(
                        stale -> assertThat(stale).contains("stale"),
                        other -> assertThat(other).contains("another digest"));
    }

    @Test
    void versionsOfOtherModelsAreNotForThisPredictor() throws Exception {
        announce(version(0, 1, v -> v.setModelName("other")));
        assertThat(next(0).getModelNumber()).isZero();
        assertThat(refusals()).isEmpty();
    }

    @Test
    void initialWeightsAnswerAsVersionZero() throws Exception {
        ModelUpdate weights = version(3, 4);
        harness.close();
        harness = harness(weights.getPath(), null, null);
        Prediction prediction = next(0);
        assertThat(prediction.getModelDigest()).isEqualTo(weights.getDigest());
        assertThat(prediction.getModelEpoch()).isZero();
        assertThat(prediction.getModelNumber()).isZero();
    }

    @Test
    void withAKeyOnlyWhatIsSignedIsServed() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path pem = directory.resolve("public.pem");
        Files.writeString(
                pem,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        harness.close();
        harness = harness(pem.toUri().toString(), null);
        announce(version(0, 1));
        assertThat(next(0).getModelNumber()).isZero();
        announce(
                version(
                        0,
                        2,
                        v ->
                                v.setSignature(
                                        ByteBuffer.wrap(
                                                VersionSignature.sign(
                                                        new VersionSignature.Claim(
                                                                "test",
                                                                new ModelVersion(0, 2),
                                                                v.getDigest()),
                                                        keys.getPrivate())))));
        assertThat(next(1).getModelNumber()).isEqualTo(2);
        assertThat(refusals()).singleElement().asString().contains("not signed");
    }

    @Test
    void aRestoredPredictorAnswersWithTheVersionItHad() throws Exception {
        announce(version(0, 1));
        assertThat(next(0).getModelNumber()).isEqualTo(1);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness(null, state);
        assertThat(next(1).getModelNumber()).isEqualTo(1);
    }

    private ModelUpdate version(
            long epoch, long number, java.util.function.Consumer<ModelUpdate> change)
            throws Exception {
        ModelUpdate update = version(Math.max(epoch, 0), number);
        update.setEpoch(epoch);
        change.accept(update);
        return update;
    }

    private static Path pathOf(ModelUpdate update) {
        return Path.of(java.net.URI.create(update.getPath()));
    }
}
