/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.model.version.ModelVersion;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** After which step each of the last versions was made. */
final class PublishedSteps {

    private static final int KEPT = 1_000;

    private final TreeMap<ModelVersion, Long> steps = new TreeMap<>();

    void add(ModelVersion version, long step) {
        steps.put(version, step);
        if (steps.size() > KEPT) {
            steps.pollFirstEntry();
        }
    }

    /** The step; null when the version is unknown or too old. */
    Long stepOf(ModelVersion version) {
        return steps.get(version);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(steps.size());
        for (Map.Entry<ModelVersion, Long> step : steps.entrySet()) {
            out.writeLong(step.getKey().epoch());
            out.writeLong(step.getKey().number());
            out.writeLong(step.getValue());
        }
    }

    void read(DataInputStream in) throws IOException {
        steps.clear();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            steps.put(new ModelVersion(in.readLong(), in.readLong()), in.readLong());
        }
    }
}
