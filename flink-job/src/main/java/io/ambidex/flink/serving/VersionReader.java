/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.flink.training.version.BaseFiles;
import io.ambidex.flink.training.version.ContentFiles;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.BaseModel;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Predictor;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import io.ambidex.model.version.VersionSignature;
import java.io.IOException;
import java.security.PublicKey;
import org.apache.flink.core.fs.Path;

/** Opens published versions through Flink's file systems and checks all that was announced. */
final class VersionReader {

    private final ServingSettings settings;
    private final NetworkSpec network;
    private final String device;
    private final ReadLimits limits;
    private final PublicKey key;
    private BaseModel base;
    private String baseDigest;

    VersionReader(ServingSettings settings, String device) {
        this.settings = settings;
        this.network = settings.networkSpec();
        this.device = device;
        this.key =
                settings.publicKeyFile() == null
                        ? null
                        : VersionSignature.publicKey(
                                ContentFiles.readText(settings.publicKeyFile()));
        this.limits =
                new ReadLimits(
                        settings.maxVersionBytes(),
                        ReadLimits.DEFAULT.headerBytes(),
                        ReadLimits.DEFAULT.tensors());
    }

    /** Version 0, from the seed or from the initial weights. */
    Predictor initial() throws BadModelVersionException {
        Predictor predictor =
                settings.initialWeights() == null
                        ? Predictor.initial(network, settings.seed(), device)
                        : Predictor.initial(
                                network,
                                InitialWeights.read(settings.initialWeights()),
                                settings.seed(),
                                device);
        if (network.adapters() != null) {
            remember(predictor.base());
        }
        return predictor;
    }

    /**
     * The version that a record announces.
     *
     * @throws BadModelVersionException if anything is not as announced; tells the limit and the
     *     actual value
     */
    Predictor open(ModelUpdate update) throws BadModelVersionException {
        try {
            return checked(update);
        } catch (RuntimeException e) {
            // Whatever a file makes the engine do, for example run out of device memory, the
            // version
            // that answers must go on answering.
            throw new BadModelVersionException("it cannot be opened: " + e, e);
        }
    }

    private Predictor checked(ModelUpdate update) throws BadModelVersionException {
        if (update.getSizeBytes() > settings.maxVersionBytes()) {
            throw new BadModelVersionException(
                    "a version file may have %d bytes, this one is announced with %d"
                            .formatted(settings.maxVersionBytes(), update.getSizeBytes()));
        }
        ModelVersion announced = new ModelVersion(update.getEpoch(), update.getNumber());
        if (key != null) {
            VersionSignature.verify(
                    new VersionSignature.Claim(
                            update.getModelName(), announced, update.getDigest()),
                    signature(update),
                    key);
        }
        byte[] bytes = read(update.getPath());
        if (bytes.length != update.getSizeBytes()) {
            throw new BadModelVersionException(
                    "%d bytes were announced, the file has %d"
                            .formatted(update.getSizeBytes(), bytes.length));
        }
        VersionFile file = VersionFile.read(bytes, update.getDigest(), limits);
        if (!file.version().equals(announced)) {
            throw new BadModelVersionException(
                    "version " + announced + " was announced, the file holds " + file.version());
        }
        requireSameInputs(file.spec());
        return Predictor.of(file, digest -> base(digest, update), device);
    }

    /**
     * What the adapters of a version are put on: the model of the version before, or a file beside
     * the versions. Versions of the same base follow each other, so that one is kept in memory.
     */
    private BaseModel base(String digest, ModelUpdate update) throws BadModelVersionException {
        if (!digest.equals(baseDigest)) {
            Path folder = new Path(update.getPath()).getParent();
            Path directory = folder.getParent() == null ? folder : folder.getParent();
            remember(new BaseFiles(directory, settings.initialWeights(), limits).find(digest));
        }
        return base;
    }

    private void remember(BaseModel model) {
        base = model;
        baseDigest = model.digest();
    }

    /** Fusion and head may be replaced by a balancing method; inputs and classes may not. */
    private void requireSameInputs(NetworkSpec found) throws BadModelVersionException {
        if (!found.classes().equals(network.classes())) {
            throw new BadModelVersionException(
                    "the classes must be %s, but are %s"
                            .formatted(network.classes(), found.classes()));
        }
        if (!found.modalities().equals(network.modalities())) {
            throw new BadModelVersionException(
                    "the modalities must be %s, but are %s"
                            .formatted(network.modalities(), found.modalities()));
        }
    }

    private static byte[] signature(ModelUpdate update) {
        if (update.getSignature() == null) {
            return null;
        }
        byte[] bytes = new byte[update.getSignature().remaining()];
        update.getSignature().duplicate().get(bytes);
        return bytes;
    }

    private byte[] read(String path) throws BadModelVersionException {
        try {
            return ContentFiles.read(new Path(path), settings.maxVersionBytes());
        } catch (IOException | IllegalArgumentException e) {
            throw new BadModelVersionException("cannot be read: " + e.getMessage(), e);
        }
    }
}
