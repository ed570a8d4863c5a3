/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.BaseModel;
import io.ambidex.model.version.BaseModels;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.LedgerRange;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Provenance;
import io.ambidex.model.version.VersionFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** Versions and states of learners with adapters, for tests. */
final class AdaptedVersions {
    private AdaptedVersions() {}

    /** Whether versions and states of a network with adapters hold a tensor, by its name. */
    static boolean isCarried(String tensor) {
        return tensor.contains(".lora_")
                || tensor.startsWith("head.")
                || tensor.equals("fusion.rotation");
    }

    /** Knows this one base only. */
    static BaseModels known(BaseModel base) {
        return digest -> {
            if (!digest.equals(base.digest())) {
                throw BaseModels.unknown(digest, "another is known");
            }
            return base;
        };
    }

    static VersionFile version(Learner learner) {
        NetworkSpec spec = learner.networkSpec();
        Provenance provenance =
                new Provenance(
                        new ModelVersion(0, 1),
                        null,
                        6,
                        LedgerRange.NONE,
                        learner.method(),
                        learner.methodOptions(),
                        spec.classes(),
                        Map.of(),
                        4,
                        Environment.here("cpu"),
                        1);
        return new VersionFile(spec, provenance, learner.baseDigest(), learner.exportTensors());
    }

    static byte[] state(Learner learner) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        learner.writeState(out);
        return out.toByteArray();
    }
}
