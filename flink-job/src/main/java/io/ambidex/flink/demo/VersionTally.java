/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.model.version.ModelVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The model versions that were published. Not thread-safe. */
final class VersionTally {
    private final TreeMap<ModelVersion, ModelUpdate> versions = new TreeMap<>();

    void add(ModelUpdate update) {
        versions.put(new ModelVersion(update.getEpoch(), update.getNumber()), update);
    }

    int count() {
        return versions.size();
    }

    Collection<ModelUpdate> all() {
        return versions.values();
    }

    Optional<ModelUpdate> last() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.lastEntry().getValue());
    }

    /** The newest version that was made at that moment or before. */
    Optional<ModelVersion> newestMadeBy(long millis) {
        return versions.entrySet().stream()
                .filter(e -> e.getValue().getCreatedAtMillis() <= millis)
                .map(Map.Entry::getKey)
                .reduce((older, newer) -> newer);
    }

    /**
     * From the step that made a version to the first prediction with it.
     *
     * @param firstUse when each version answered first
     * @return milliseconds for each version that ever answered, version 0 left out, ascending
     */
    List<Long> freshnessMillis(Map<ModelVersion, Long> firstUse) {
        List<Long> freshness = new ArrayList<>();
        versions.forEach(
                (version, update) -> {
                    Long used = firstUse.get(version);
                    if (version.number() > 0 && used != null) {
                        freshness.add(used - update.getCreatedAtMillis());
                    }
                });
        freshness.sort(null);
        return freshness;
    }
}
