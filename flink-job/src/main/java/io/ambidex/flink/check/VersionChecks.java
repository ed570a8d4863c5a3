/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.ReadLimits;
import io.ambidex.model.version.VersionFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** The published versions, against the ledger and their files. */
final class VersionChecks {
    private VersionChecks() {}

    /** One ledger entry and one announcement stand for each version. */
    static Invariant announced(List<ModelUpdate> versions, List<LedgerEntry> ledger) {
        Map<String, String> digests = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (ModelUpdate version : versions) {
            String name = version.getEpoch() + "." + version.getNumber();
            if (digests.put(name, version.getDigest()) != null) {
                problems.add(name + " is announced twice");
            }
        }
        for (LedgerEntry entry : ledger) {
            String name = entry.getEpoch() + "." + entry.getNumber();
            if (!entry.getDigest().equals(digests.get(name))) {
                problems.add(name + " has another digest in the ledger");
            }
        }
        return Invariant.of(
                "one ledger entry stands for each version",
                problems.isEmpty() && versions.size() == ledger.size(),
                "%d versions, %d entries%s",
                versions.size(),
                ledger.size(),
                first(problems));
    }

    /** Every file is there and holds what its digest says. */
    static Invariant loadable(List<ModelUpdate> versions) {
        List<String> problems = new ArrayList<>();
        for (ModelUpdate version : versions) {
            try {
                VersionFile.read(bytes(version), version.getDigest(), ReadLimits.DEFAULT);
            } catch (IOException | BadModelVersionException | IllegalArgumentException e) {
                problems.add(version.getPath() + ": " + e.getMessage());
            }
        }
        return Invariant.of(
                "every version can be loaded, and is what its digest says",
                problems.isEmpty(),
                "%d of %d versions%s",
                versions.size() - problems.size(),
                versions.size(),
                first(problems));
    }

    private static byte[] bytes(ModelUpdate version) throws IOException {
        Path path = new Path(URI.create(version.getPath()));
        try (InputStream in = FileSystem.get(path.toUri()).open(path)) {
            return in.readAllBytes();
        }
    }

    private static String first(List<String> problems) {
        return problems.isEmpty() ? "" : "; " + problems.get(0);
    }
}
