/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictOperatorTest {

    @TempDir Path directory;
    private PredictorRun run;

    @BeforeEach
    void open() throws Exception {
        run = new PredictorRun(null, null, null);
    }

    @AfterEach
    void close() throws Exception {
        run.close();
    }

    private List<String> refusals() {
        return run.alerts().stream().map(Alert::getMessage).toList();
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
                        PredictorRun.SEED,
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

    @Test
    void aFullBatchIsPredictedAtOnce() throws Exception {
        run.clips(0, PredictorRun.BATCH - 1);
        assertThat(run.predictions()).isEmpty();
        run.clips(PredictorRun.BATCH - 1, PredictorRun.BATCH);
        assertThat(run.predictions()).hasSize(PredictorRun.BATCH);
        assertThat(run.harness.extractOutputValues())
                .extracting(scored -> scored.clip().window())
                .containsExactly(
                        TrainingFixture.clip(0).window(),
                        TrainingFixture.clip(1).window(),
                        TrainingFixture.clip(2).window());
    }

    @Test
    void aClipIsPredictedBeforeAWatermarkABarrierAndTheEnd() throws Exception {
        run.clips(0, 1);
        run.harness.processWatermark1(new Watermark(5));
        assertThat(run.predictions()).hasSize(1);
        run.clips(1, 2);
        run.harness.prepareSnapshotPreBarrier(1);
        assertThat(run.predictions()).hasSize(2);
        run.clips(2, 3);
        run.harness.getOperator().finish();
        assertThat(run.predictions()).hasSize(3);
    }

    @Test
    void aClipDoesNotWaitLongerThanItMay() throws Exception {
        run.clips(0, 1);
        run.harness.setProcessingTime(49);
        assertThat(run.predictions()).isEmpty();
        run.harness.setProcessingTime(50);
        assertThat(run.predictions()).hasSize(1);
    }

    @Test
    void aPredictionSaysWhatIsMissingAndSumsToOne() throws Exception {
        Prediction prediction = run.next(4);
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
        assertThat(run.next(0).getModelNumber()).isZero();
        ModelUpdate update = version(0, 1);
        run.announce(update);
        Prediction prediction = run.next(1);
        assertThat(prediction.getModelNumber()).isEqualTo(1);
        assertThat(prediction.getModelDigest()).isEqualTo(update.getDigest());
        assertThat(run.harness.extractOutputValues().get(1).prediction().modelNumber())
                .isEqualTo(1);
        assertThat(refusals()).isEmpty();
    }

    @Test
    void ofSeveralThatCameTheNewestIsTaken() throws Exception {
        run.harness.processElement2(version(0, 3), 0);
        run.harness.processElement2(version(1, 0), 0);
        run.harness.processElement2(version(0, 9), 0);
        Prediction prediction = run.next(0);
        assertThat(prediction.getModelEpoch()).isEqualTo(1);
        assertThat(prediction.getModelNumber()).isZero();
    }

    @Test
    void whenTheNewestIsBadTheNextBestIsTaken() throws Exception {
        ModelUpdate bad = version(0, 2);
        Files.write(Path.of(java.net.URI.create(bad.getPath())), new byte[10]);
        run.harness.processElement2(version(0, 1), 0);
        run.harness.processElement2(bad, 0);
        assertThat(run.next(0).getModelNumber()).isEqualTo(1);
        assertThat(refusals()).hasSize(1);
    }

    @Test
    void whatIsNotAsAnnouncedIsRefusedAndTheOldVersionAnswersOn() throws Exception {
        run.announce(version(0, 1));
        Path file = directory.resolve("0.2.safetensors");
        byte[] good = Files.readAllBytes(pathOf(version(0, 2)));

        run.announce(version(0, 2, v -> v.setDigest("sha256:" + "0".repeat(64))));
        run.announce(version(0, 2, v -> v.setSizeBytes(v.getSizeBytes() + 1)));
        run.announce(version(0, 2, v -> v.setSizeBytes(2L << 20)));
        run.announce(version(0, 2, v -> v.setPath(directory.resolve("none").toUri().toString())));
        run.announce(version(0, 2, v -> v.setNumber(3L)));
        run.announce(version(-1, 2, v -> {}));
        ModelUpdate truncated = version(0, 2);
        Files.write(file, java.util.Arrays.copyOf(good, good.length - 5));
        run.announce(truncated);
        ModelUpdate flipped = version(0, 2);
        good[good.length - 3] ^= 0x20;
        Files.write(file, good);
        run.announce(flipped);

        assertThat(run.next(0).getModelNumber()).isEqualTo(1);
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
        run.announce(publish(tensors, new ModelVersion(0, 1)));
        assertThat(run.next(0).getModelNumber()).isZero();
        assertThat(refusals()).singleElement().asString().contains("head.weight").contains("NaN");
    }

    @Test
    void aStaleVersionAndAnotherDigestOfTheSameAreRefused() throws Exception {
        ModelUpdate first = version(0, 1);
        run.announce(first);
        run.announce(version(0, 2));
        run.announce(first);
        run.announce(version(0, 2, v -> v.setDigest("sha256:" + "1".repeat(64))));
        assertThat(run.next(0).getModelNumber()).isEqualTo(2);
        assertThat(refusals())
                .satisfiesExactly(
                        stale -> assertThat(stale).contains("stale"),
                        other -> assertThat(other).contains("another digest"));
    }

    @Test
    void versionsOfOtherModelsAreNotForThisPredictor() throws Exception {
        run.announce(version(0, 1, v -> v.setModelName("other")));
        assertThat(run.next(0).getModelNumber()).isZero();
        assertThat(refusals()).isEmpty();
    }

    @Test
    void initialWeightsAnswerAsVersionZero() throws Exception {
        ModelUpdate weights = version(3, 4);
        run.close();
        run = new PredictorRun(weights.getPath(), null, null);
        Prediction prediction = run.next(0);
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
        run.close();
        run = new PredictorRun(null, pem.toUri().toString(), null);
        run.announce(version(0, 1));
        assertThat(run.next(0).getModelNumber()).isZero();
        run.announce(
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
        assertThat(run.next(1).getModelNumber()).isEqualTo(2);
        assertThat(refusals()).singleElement().asString().contains("not signed");
    }

    @Test
    void aRestoredPredictorAnswersWithTheVersionItHad() throws Exception {
        run.announce(version(0, 1));
        assertThat(run.next(0).getModelNumber()).isEqualTo(1);
        OperatorSubtaskState state = run.harness.snapshot(1, 1);
        run.close();
        run = new PredictorRun(null, null, state);
        assertThat(run.next(1).getModelNumber()).isEqualTo(1);
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
