/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.ScoredClip;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainingFixture;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.NetworkSpec;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever comes on the topic of versions, a predictor with a key serves only what is good, signed
 * and newer; it says why it refused the rest, and the version that answered answers on.
 */
class RefusedVersionsTest {

    private static final int LIMIT = 1 << 20;

    /** What is wrong with a version, and what the alert must name. */
    enum Fault {
        NOT_A_NUMBER("NaN or infinity"),
        INFINITE("NaN or infinity"),
        TRUNCATED("bytes were announced"),
        TRUNCATED_AND_ANNOUNCED_SO("the file is truncated"),
        OVERSIZED("may have " + LIMIT + " bytes"),
        OVERSIZED_AND_ANNOUNCED_SMALL("may have " + LIMIT + " bytes"),
        WRONG_SHAPE("must have the shape"),
        OTHER_CLASSES("the classes must be"),
        WRONG_DIGEST("does not belong"),
        WRONG_DIGEST_SIGNED("the digest is"),
        UNSIGNED("not signed"),
        SIGNED_BY_ANOTHER("does not belong"),
        STALE("stale"),
        SAME_NUMBER_OTHER_DIGEST("another digest"),
        REPLAYED_UNDER_A_NEW_NUMBER("does not belong");

        private final String reason;

        Fault(String reason) {
            this.reason = reason;
        }
    }

    @TempDir private Path directory;
    private KeyPair keys;
    private KeyPair others;
    private int files;

    @BeforeEach
    void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        keys = generator.generateKeyPair();
        others = generator.generateKeyPair();
    }

    @ParameterizedTest
    @EnumSource
    void aBadVersionIsNeverServedAndTheOldOneAnswersOn(Fault fault) throws Exception {
        var harness = harness();
        try {
            ModelUpdate good = signed(version(new ModelVersion(0, 1)), keys);
            announce(harness, good);
            announce(harness, bad(fault, good));
            harness.processElement1(TrainingFixture.clip(0), 0);
            harness.processWatermark1(new Watermark(1));

            assertThat(side(harness, SideOutputs.PREDICTIONS))
                    .extracting(Prediction::getModelDigest)
                    .containsExactly(good.getDigest());
            assertThat(side(harness, SideOutputs.ALERTS))
                    .singleElement()
                    .returns(Alerts.MODEL_VERSION_REFUSED, Alert::getKind)
                    .satisfies(alert -> assertThat(alert.getMessage()).contains(fault.reason));
        } finally {
            harness.close();
        }
    }

    @Test
    void aReplayedRecordChangesNothing() throws Exception {
        var harness = harness();
        try {
            ModelUpdate first = signed(version(new ModelVersion(0, 1)), keys);
            announce(harness, first);
            announce(harness, first);
            harness.processElement1(TrainingFixture.clip(0), 0);
            harness.processWatermark1(new Watermark(1));

            assertThat(side(harness, SideOutputs.PREDICTIONS))
                    .extracting(Prediction::getModelDigest)
                    .containsExactly(first.getDigest());
            assertThat(side(harness, SideOutputs.ALERTS)).isEmpty();
        } finally {
            harness.close();
        }
    }

    private ModelUpdate bad(Fault fault, ModelUpdate good) throws Exception {
        ModelVersion next = new ModelVersion(0, 2);
        return switch (fault) {
            case NOT_A_NUMBER -> signed(version(next, weights(Float.NaN)), keys);
            case INFINITE -> signed(version(next, weights(Float.NEGATIVE_INFINITY)), keys);
            case TRUNCATED -> {
                ModelUpdate update = signed(version(next), keys);
                rewrite(update, (int) update.getSizeBytes() - 9);
                yield update;
            }
            case TRUNCATED_AND_ANNOUNCED_SO -> {
                ModelUpdate update = signed(version(next), keys);
                rewrite(update, (int) update.getSizeBytes() - 9);
                update.setSizeBytes(update.getSizeBytes() - 9);
                yield update;
            }
            case OVERSIZED -> {
                ModelUpdate update = signed(version(next), keys);
                update.setSizeBytes(LIMIT + 1L);
                yield update;
            }
            case OVERSIZED_AND_ANNOUNCED_SMALL -> {
                ModelUpdate update = signed(version(next), keys);
                rewrite(update, LIMIT + 1);
                yield update;
            }
            case WRONG_SHAPE -> {
                Map<String, HostTensor> tensors = weights(0);
                HostTensor weight = tensors.get("head.weight");
                long[] turned = {weight.shape()[1], weight.shape()[0]};
                tensors.put("head.weight", new HostTensor(weight.type(), turned, weight.data()));
                yield signed(version(next, tensors), keys);
            }
            case OTHER_CLASSES -> {
                NetworkSpec spec = TrainingFixture.network();
                NetworkSpec other =
                        new NetworkSpec(
                                spec.modalities(),
                                spec.fusion(),
                                spec.fusionOptions(),
                                List.of("bright", "dark"));
                yield signed(version(other, next, weights(0)), keys);
            }
            case WRONG_DIGEST -> {
                ModelUpdate update = signed(version(next), keys);
                update.setDigest("sha256:" + "0".repeat(64));
                yield update;
            }
            case WRONG_DIGEST_SIGNED -> {
                ModelUpdate update = version(next);
                update.setDigest("sha256:" + "0".repeat(64));
                yield signed(update, keys);
            }
            case UNSIGNED -> version(next);
            case SIGNED_BY_ANOTHER -> signed(version(next), others);
            case STALE -> signed(version(ModelVersion.INITIAL), keys);
            case SAME_NUMBER_OTHER_DIGEST -> signed(version(new ModelVersion(0, 1)), keys);
            case REPLAYED_UNDER_A_NEW_NUMBER -> {
                ModelUpdate update = ModelUpdate.newBuilder(good).build();
                update.setNumber(7);
                yield update;
            }
        };
    }

    private ModelUpdate version(ModelVersion version) throws Exception {
        return version(version, weights(0));
    }

    private ModelUpdate version(ModelVersion version, Map<String, HostTensor> tensors)
            throws Exception {
        return version(TrainingFixture.network(), version, tensors);
    }

    private ModelUpdate version(
            NetworkSpec network, ModelVersion version, Map<String, HostTensor> tensors)
            throws Exception {
        Provenance provenance =
                new Provenance(
                        version,
                        null,
                        10,
                        LedgerRange.NONE,
                        "joint",
                        Map.of(),
                        network.classes(),
                        Map.of(),
                        7,
                        Environment.here("cpu"),
                        1);
        VersionFile file = new VersionFile(network, provenance, tensors);
        Path path = directory.resolve(files++ + ".safetensors");
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

    /** Fresh weights, other ones each time, the first of the head replaced unless it is 0. */
    private Map<String, HostTensor> weights(float first) {
        LearnerOptions options = LearnerOptions.builder().seed(100 + files).build();
        try (Learner learner = Learner.create(TrainingFixture.network(), options)) {
            Map<String, HostTensor> tensors = learner.exportTensors();
            if (first != 0) {
                tensors.get("head.weight").data().putInt(0, Float.floatToRawIntBits(first));
            }
            return tensors;
        }
    }

    private static ModelUpdate signed(ModelUpdate update, KeyPair keys) {
        VersionSignature.Claim claim =
                new VersionSignature.Claim(
                        update.getModelName(),
                        new ModelVersion(update.getEpoch(), update.getNumber()),
                        update.getDigest());
        update.setSignature(ByteBuffer.wrap(VersionSignature.sign(claim, keys.getPrivate())));
        return update;
    }

    private static void rewrite(ModelUpdate update, int length) throws Exception {
        Path file = Path.of(java.net.URI.create(update.getPath()));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }

    private static void announce(
            TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness,
            ModelUpdate update)
            throws Exception {
        harness.processElement2(update, 0);
        harness.setProcessingTime(harness.getProcessingTime() + 50);
    }

    private static <T> List<T> side(
            TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness,
            OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        if (harness.getSideOutput(tag) != null) {
            harness.getSideOutput(tag).stream().map(StreamRecord::getValue).forEach(values::add);
        }
        return values;
    }

    private TwoInputStreamOperatorTestHarness<Clip, ModelUpdate, ScoredClip> harness()
            throws Exception {
        Path pem = directory.resolve("public.pem");
        Files.writeString(
                pem,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        ServingSettings settings =
                new ServingSettings(
                        "test",
                        TrainingFixture.network().toJson(),
                        7,
                        null,
                        "cpu",
                        3,
                        50,
                        LIMIT,
                        pem.toUri().toString());
        var harness = new TwoInputStreamOperatorTestHarness<>(new PredictOperator(settings));
        harness.setup();
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
        return harness;
    }
}
