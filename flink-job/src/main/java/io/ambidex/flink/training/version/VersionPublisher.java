/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.version;

import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.LedgerRange;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Provenance;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import io.ambidex.model.version.VersionSignature;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Writes model versions, each once, to {@code DIRECTORY/EPOCH.NUMBER/DIGEST.safetensors}, and what
 * adapters are put on beside them, see {@link BaseFiles}.
 *
 * <p><b>When an epoch begins.</b> A job that goes on from a checkpoint after a failure makes the
 * same versions again: same number, same digest, same file, and nothing is new. A job that goes on
 * from an older state on other input, or with other options, would give a number to another model;
 * at the first such version a new epoch begins, above all that the directory holds. It is decided
 * by what is there, not by how the job was started, so that it needs no one to remember it.
 */
public final class VersionPublisher {

    private static final String SUFFIX = ".safetensors";

    private final String modelName;
    private final Path directory;
    private final PrivateKey key;
    private final BaseFiles bases;
    private ModelVersion last;

    /**
     * @param modelName name of the model
     * @param directory where the model's versions are written: any file system of Flink
     * @param initialWeights version file that training began with; null when there was none
     * @param key signs every version, Ed25519; null when versions are not signed
     */
    public VersionPublisher(
            String modelName, String directory, String initialWeights, PrivateKey key) {
        this.modelName = modelName;
        this.key = key;
        this.directory = new Path(directory);
        this.bases = new BaseFiles(this.directory, initialWeights, ReadLimits.DEFAULT);
    }

    /** What adapters are put on. */
    public BaseFiles bases() {
        return bases;
    }

    /** The version that was published last; null before the first. */
    public ModelVersion last() {
        return last;
    }

    /**
     * What a version says of its making beside what the learner knows.
     *
     * @param seed of the learner
     * @param device the device it computes on
     * @param examples those since the last version
     * @param scores learner scores by name
     */
    public record Making(
            long seed, String device, LedgerRange examples, Map<String, Double> scores) {}

    /**
     * Writes the learner's present weights as the next version.
     *
     * @param nowMillis processing time
     * @return the record that announces it
     */
    public ModelUpdate publish(Learner learner, Making making, long nowMillis) throws IOException {
        ModelVersion next =
                last == null
                        ? ModelVersion.INITIAL
                        : new ModelVersion(last.epoch(), last.number() + 1);
        bases.keep(learner);
        VersionFile file = file(learner, making, next, nowMillis);
        String digest = file.digest();
        String name = digest.substring(digest.indexOf(':') + 1) + SUFFIX;
        if (isTaken(next, name)) {
            next = new ModelVersion(newestEpoch() + 1, next.number());
            file =
                    new VersionFile(
                            file.spec(),
                            provenance(learner, making, next, nowMillis),
                            file.base(),
                            file.tensors());
        }
        Path path = new Path(folder(next), name);
        long size = ContentFiles.sizeOf(path);
        if (size < 0) {
            byte[] bytes = file.toBytes();
            ContentFiles.writeWhole(path, List.of(bytes));
            size = bytes.length;
        }
        last = next;
        return ModelUpdate.newBuilder()
                .setModelName(modelName)
                .setEpoch(next.epoch())
                .setNumber(next.number())
                .setDigest(digest)
                .setPath(path.toString())
                .setSizeBytes(size)
                .setStep(learner.steps())
                .setProvenance(file.provenance().toJson())
                .setSignature(key == null ? null : ByteBuffer.wrap(signature(next, digest)))
                .setCreatedAtMillis(nowMillis)
                .build();
    }

    private byte[] signature(ModelVersion version, String digest) {
        return VersionSignature.sign(new VersionSignature.Claim(modelName, version, digest), key);
    }

    /** Writes which version was last. */
    public void write(DataOutputStream out) throws IOException {
        out.writeBoolean(last != null);
        out.writeLong(last == null ? 0 : last.epoch());
        out.writeLong(last == null ? 0 : last.number());
    }

    /** Reads what {@link #write} wrote. */
    public void read(DataInputStream in) throws IOException {
        boolean published = in.readBoolean();
        ModelVersion version = new ModelVersion(in.readLong(), in.readLong());
        last = published ? version : null;
    }

    private VersionFile file(Learner learner, Making making, ModelVersion next, long nowMillis) {
        return new VersionFile(
                learner.networkSpec(),
                provenance(learner, making, next, nowMillis),
                learner.baseDigest(),
                learner.exportTensors());
    }

    private Provenance provenance(
            Learner learner, Making making, ModelVersion version, long nowMillis) {
        return new Provenance(
                version,
                last,
                learner.steps(),
                making.examples(),
                learner.method(),
                learner.methodOptions(),
                learner.networkSpec().classes(),
                making.scores(),
                making.seed(),
                Environment.here(making.device()),
                nowMillis);
    }

    /** Whether another model has this version already. */
    private boolean isTaken(ModelVersion version, String name) throws IOException {
        for (FileStatus file : list(folder(version))) {
            String other = file.getPath().getName();
            // A file that is being written has another suffix, or a dot before its name.
            if (other.endsWith(SUFFIX) && !other.startsWith(".") && !other.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private long newestEpoch() throws IOException {
        long newest = 0;
        for (FileStatus folder : list(directory)) {
            String[] version = folder.getPath().getName().split("\\.");
            if (version.length == 2 && version[0].matches("\\d{1,18}")) {
                newest = Math.max(newest, Long.parseLong(version[0]));
            }
        }
        return newest;
    }

    private static FileStatus[] list(Path folder) throws IOException {
        FileSystem files = folder.getFileSystem();
        FileStatus[] found = files.exists(folder) ? files.listStatus(folder) : null;
        return found == null ? new FileStatus[0] : found;
    }

    private Path folder(ModelVersion version) {
        return new Path(directory, version.toString());
    }
}
