/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Encoders from files, in evaluation mode and never changed. The state holds a checksum of their
 * values, not the values: a learner goes on only with the same teachers.
 */
final class FrozenTeachers implements Teachers {
    private final TeacherFiles files;
    private MultimodalNetwork network;
    private long checksum;

    FrozenTeachers(TeacherFiles files) {
        this.files = files;
    }

    @Override
    public void check(NetworkSpec spec) {
        files.read(spec);
    }

    @Override
    public void open(MethodContext context) {
        Map<String, HostTensor> encoders = files.read(context.network().spec());
        network = Teachers.copyOf(context);
        checksum = checksum(encoders);
        try (NDManager manager = network.manager().newSubManager()) {
            NamedTensors values = new NamedTensors();
            for (Map.Entry<String, NDArray> own : network.state().entries()) {
                HostTensor tensor = encoders.get(own.getKey());
                if (tensor == null && !network.headParameters().contains(own.getKey())) {
                    throw new IllegalArgumentException(
                            "teacher files '%s' have no tensor '%s'"
                                    .formatted(files.text(), own.getKey()));
                }
                values.add(
                        own.getKey(),
                        tensor == null
                                ? own.getValue()
                                : tensor.toDevice(manager)
                                        .toType(own.getValue().getDataType(), false));
            }
            network.load(values);
        }
    }

    private static long checksum(Map<String, HostTensor> encoders) {
        CRC32 crc = new CRC32();
        encoders.values().forEach(tensor -> crc.update(tensor.data().duplicate()));
        return crc.getValue();
    }

    @Override
    public NDArray features(ObjectiveStage stage, int modality) {
        try (GradMode off = GradMode.off()) {
            return network.encode(
                    stage.manager(),
                    stage.modalities().get(modality),
                    stage.input(modality),
                    false);
        }
    }

    @Override
    public boolean learn() {
        return false;
    }

    @Override
    public void writeState(MethodState state) {
        state.put("checksum", checksum);
    }

    @Override
    public void readState(MethodState state) {
        if (state.whole("checksum") != checksum) {
            throw new IllegalArgumentException(
                    "the teachers in '%s' are not those of the saved learner: checksum %08x, was %08x"
                            .formatted(files.text(), checksum, state.whole("checksum")));
        }
    }

    @Override
    public void close() {
        if (network != null) {
            network.close();
        }
    }
}
