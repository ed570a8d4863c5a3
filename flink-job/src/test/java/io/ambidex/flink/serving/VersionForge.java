/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.connectors.schema.ModelUpdate;
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
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Makes model versions as a trainer publishes them, with fresh weights each time, and bad ones. */
public final class VersionForge {

    /** What is wrong with a version, and what the alert must name. */
    public enum Fault {
        NOT_A_NUMBER("NaN or infinity"),
        INFINITE("NaN or infinity"),
        TRUNCATED("bytes were announced"),
        TRUNCATED_AND_ANNOUNCED_SO("the file is truncated"),
        OVERSIZED("this one is announced with"),
        OVERSIZED_AND_ANNOUNCED_SMALL("may have"),
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

        public String reason() {
            return reason;
        }
    }

    private final String model;
    private final NetworkSpec network;
    private final Path directory;
    private final int limit;
    private final KeyPair keys;
    private final KeyPair others;
    private int files;

    /**
     * @param model name of the model
     * @param directory where the version files and the public key go
     * @param limit largest version file that the predictors read, in bytes
     */
    public VersionForge(String model, NetworkSpec network, Path directory, int limit)
            throws GeneralSecurityException, IOException {
        this.model = model;
        this.network = network;
        this.directory = Files.createDirectories(directory);
        this.limit = limit;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        keys = generator.generateKeyPair();
        others = generator.generateKeyPair();
    }

    /** The file of the key that good versions are signed for, as the options name it. */
    public String publicKey() throws IOException {
        Path pem = directory.resolve("public.pem");
        Files.writeString(
                pem,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        return pem.toUri().toString();
    }

    /** A version without fault, signed. */
    public ModelUpdate good(ModelVersion version) throws IOException {
        return signed(version(version, weights(0)), keys);
    }

    /**
     * A bad version.
     *
     * @param next the version that it pretends to be, unless the fault is just that
     * @param good the version that answers; not the initial one
     */
    public ModelUpdate bad(Fault fault, ModelVersion next, ModelUpdate good) throws IOException {
        return switch (fault) {
            case NOT_A_NUMBER -> signed(version(next, weights(Float.NaN)), keys);
            case INFINITE -> signed(version(next, weights(Float.NEGATIVE_INFINITY)), keys);
            case TRUNCATED -> {
                ModelUpdate update = good(next);
                rewrite(update, (int) update.getSizeBytes() - 9);
                yield update;
            }
            case TRUNCATED_AND_ANNOUNCED_SO -> {
                ModelUpdate update = good(next);
                rewrite(update, (int) update.getSizeBytes() - 9);
                update.setSizeBytes(update.getSizeBytes() - 9);
                yield update;
            }
            case OVERSIZED -> {
                ModelUpdate update = good(next);
                update.setSizeBytes(limit + 1L);
                yield update;
            }
            case OVERSIZED_AND_ANNOUNCED_SMALL -> {
                ModelUpdate update = good(next);
                rewrite(update, limit + 1);
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
                List<String> turned = new ArrayList<>(network.classes());
                Collections.reverse(turned);
                NetworkSpec other =
                        new NetworkSpec(
                                network.modalities(),
                                network.fusion(),
                                network.fusionOptions(),
                                turned);
                yield signed(version(other, next, weights(0)), keys);
            }
            case WRONG_DIGEST -> {
                ModelUpdate update = good(next);
                update.setDigest("sha256:" + "0".repeat(64));
                yield update;
            }
            case WRONG_DIGEST_SIGNED -> {
                ModelUpdate update = version(next, weights(0));
                update.setDigest("sha256:" + "0".repeat(64));
                yield signed(update, keys);
            }
            case UNSIGNED -> version(next, weights(0));
            case SIGNED_BY_ANOTHER -> signed(version(next, weights(0)), others);
            case STALE -> good(ModelVersion.INITIAL);
            case SAME_NUMBER_OTHER_DIGEST ->
                    good(new ModelVersion(good.getEpoch(), good.getNumber()));
            case REPLAYED_UNDER_A_NEW_NUMBER -> {
                ModelUpdate update = ModelUpdate.newBuilder(good).build();
                update.setEpoch(next.epoch());
                update.setNumber(next.number());
                yield update;
            }
        };
    }

    private ModelUpdate version(ModelVersion version, Map<String, HostTensor> tensors)
            throws IOException {
        return version(network, version, tensors);
    }

    private ModelUpdate version(
            NetworkSpec spec, ModelVersion version, Map<String, HostTensor> tensors)
            throws IOException {
        Provenance provenance =
                new Provenance(
                        version,
                        null,
                        10,
                        LedgerRange.NONE,
                        "joint",
                        Map.of(),
                        spec.classes(),
                        Map.of(),
                        7,
                        Environment.here("cpu"),
                        1);
        VersionFile file = new VersionFile(spec, provenance, tensors);
        Path path = directory.resolve(files++ + ".safetensors");
        Files.write(path, file.toBytes());
        return ModelUpdate.newBuilder()
                .setModelName(model)
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
        try (Learner learner = Learner.create(network, options)) {
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

    private static void rewrite(ModelUpdate update, int length) throws IOException {
        Path file = Path.of(URI.create(update.getPath()));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }
}
