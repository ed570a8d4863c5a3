/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.network.NetworkSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionFileTest {

    private final VersionFile version = TestVersions.version(3);

    @Test
    void aVersionReadBackIsTheSameByteForByte() throws Exception {
        byte[] file = version.toBytes();

        VersionFile read = VersionFile.read(file, version.digest(), ReadLimits.DEFAULT);

        assertThat(read.toBytes()).isEqualTo(file);
        assertThat(read.provenance()).isEqualTo(version.provenance());
        assertThat(read.spec()).isEqualTo(version.spec());
        assertThat(read.tensors()).isEqualTo(version.tensors());
    }

    @Test
    void theDigestCoversTensorsArchitectureAndClassesButNotTheProvenance() {
        VersionFile later =
                new VersionFile(version.spec(), TestVersions.provenance(4), version.tensors());

        assertThat(later.digest()).isEqualTo(version.digest());
        assertThat(TestVersions.version(4).digest()).isNotEqualTo(version.digest());
    }

    @Test
    void aVersionCannotBeMadeWithoutProvenance() {
        assertThatThrownBy(() -> new VersionFile(version.spec(), null, version.tensors()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("provenance");
    }

    @Test
    void anotherDigestThanAnnouncedIsRefused() {
        assertRefused(version.toBytes(), "sha256:00", "the digest is " + version.digest());
    }

    @Test
    void aChangedWeightIsRefused() {
        byte[] file = version.toBytes();
        file[file.length - 1] ^= 1;
        assertRefused(file, null, "the digest is");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = version.toBytes();
        for (int length = 0; length < file.length; length += 1 + length / 50) {
            byte[] part = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> VersionFile.read(part, null, ReadLimits.DEFAULT))
                    .as("%d of %d bytes", length, file.length)
                    .isInstanceOf(BadModelVersionException.class);
        }
    }

    @Test
    void anythingBehindTheEndIsRefused() {
        byte[] file = version.toBytes();
        assertRefused(Arrays.copyOf(file, file.length + 1), null, "the tensors take");
    }

    @Test
    void aFileAboveTheLimitIsRefusedBeforeItIsLookedAt() {
        byte[] file = version.toBytes();
        ReadLimits limits = new ReadLimits(file.length - 1, 1 << 20, 1_000);
        assertThatThrownBy(() -> VersionFile.read(file, null, limits))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessage(
                        "the file is too large: %d bytes, at most %d"
                                .formatted(file.length, file.length - 1));
    }

    @Test
    void aWeightThatIsNotFiniteIsRefused() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertRefused(
                    with("head.bias", HostTensor.TensorType.F32, new long[] {3}, 1, value, 2),
                    null,
                    "tensor 'head.bias' contains NaN or infinity");
        }
    }

    @Test
    void aTensorOfAnotherShapeIsRefused() {
        assertRefused(
                with("head.bias", HostTensor.TensorType.F32, new long[] {1, 3}, 1, 2, 3),
                null,
                "tensor 'head.bias' must have the shape [3], not [1, 3]");
    }

    @Test
    void aMissingTensorIsRefused() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>(version.tensors());
        tensors.remove("head.bias");
        assertRefused(
                new VersionFile(version.spec(), version.provenance(), tensors).toBytes(),
                null,
                "the architecture has 26 tensors, the file 25");
    }

    @Test
    void weightsWithoutProvenanceAreNoVersion() {
        assertRefused(
                new Safetensors(Map.of(), version.tensors()).toBytes(),
                null,
                "no metadata 'ambidex.architecture'");
    }

    @Test
    void anArchitectureThatCannotBeBuiltIsRefused() {
        NetworkSpec unknown =
                NetworkSpec.fromJson(version.spec().toJson().replace("small-cnn", "smell-cnn"));
        assertRefused(
                new VersionFile(unknown, version.provenance(), version.tensors()).toBytes(),
                null,
                "there is no encoder 'smell-cnn'");
    }

    @Test
    void aVersionThatIsNotNewerIsStale() throws Exception {
        version.requireNewerThan(new ModelVersion(0, 2));
        assertThatThrownBy(() -> version.requireNewerThan(new ModelVersion(0, 3)))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessage("version 0.3 is stale: version 0.3 answers");
        assertThatThrownBy(() -> version.requireNewerThan(new ModelVersion(1, 0)))
                .isInstanceOf(BadModelVersionException.class);
    }

    @Test
    void aNewerWritersProvenanceIsStillRead() {
        String json = version.provenance().toJson();
        Provenance read = Provenance.fromJson("{\"champion\":true," + json.substring(1));
        assertThat(read).isEqualTo(version.provenance());
    }

    private byte[] with(String name, HostTensor.TensorType type, long[] shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * values.length);
        data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        Map<String, HostTensor> tensors = new LinkedHashMap<>(version.tensors());
        tensors.put(name, new HostTensor(type, shape, data));
        return new VersionFile(version.spec(), version.provenance(), tensors).toBytes();
    }

    private static void assertRefused(byte[] file, String digest, String reason) {
        assertThatThrownBy(() -> VersionFile.read(file, digest, ReadLimits.DEFAULT))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessageContaining(reason);
    }
}
