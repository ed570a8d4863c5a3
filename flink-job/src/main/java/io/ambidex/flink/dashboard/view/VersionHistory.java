/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.RoleUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Published model versions, who plays which role, and when each first answered. */
final class VersionHistory {
    private static final int MAX_VERSIONS = 200;

    private final TreeMap<Key, Version> versions = new TreeMap<>();
    private final Map<String, Key> roles = new TreeMap<>();
    private Key answering;

    private record Key(String model, long epoch, long number) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byEpoch = Long.compare(epoch, other.epoch);
            int byNumber = byEpoch != 0 ? byEpoch : Long.compare(number, other.number);
            return byNumber != 0 ? byNumber : model.compareTo(other.model);
        }

        String shown() {
            return epoch + "." + number;
        }
    }

    private static final class Version {
        private ModelUpdate update;
        private LedgerEntry ledger;
        private Long firstAnswerMillis;
    }

    void add(ModelUpdate update) {
        of(new Key(update.getModelName(), update.getEpoch(), update.getNumber())).update = update;
    }

    void add(RoleUpdate role) {
        roles.put(role.getRole(), new Key(role.getModelName(), role.getEpoch(), role.getNumber()));
    }

    void add(LedgerEntry entry) {
        of(new Key(entry.getModelName(), entry.getEpoch(), entry.getNumber())).ledger = entry;
    }

    void answered(Prediction prediction) {
        Key key =
                new Key(
                        prediction.getModelName(),
                        prediction.getModelEpoch(),
                        prediction.getModelNumber());
        Version version = versions.get(key);
        if (version != null && version.firstAnswerMillis == null) {
            version.firstAnswerMillis = prediction.getPredictedAtMillis();
        }
        if (answering == null || key.compareTo(answering) > 0) {
            answering = key;
        }
    }

    View view() {
        Key champion = roles.getOrDefault("champion", answering);
        List<VersionView> shown = new ArrayList<>();
        versions.forEach(
                (key, version) -> {
                    if (version.update != null) {
                        shown.add(view(key, version, key.equals(champion)));
                    }
                });
        Version best = champion == null ? null : versions.get(champion);
        boolean known = best != null && best.update != null;
        return new View(
                champion == null ? null : champion.shown(),
                known ? best.update.getCreatedAtMillis() : null,
                lastFreshness(),
                shown);
    }

    private Version of(Key key) {
        Version version = versions.computeIfAbsent(key, k -> new Version());
        if (versions.size() > MAX_VERSIONS) {
            versions.pollFirstEntry();
        }
        return version;
    }

    private VersionView view(Key key, Version version, boolean champion) {
        ModelUpdate update = version.update;
        List<String> played = new ArrayList<>();
        roles.forEach(
                (role, holder) -> {
                    if (holder.equals(key)) {
                        played.add(role);
                    }
                });
        if (champion && played.isEmpty()) {
            played.add("champion");
        }
        return new VersionView(
                key.model(),
                key.shown(),
                update.getStep(),
                update.getCreatedAtMillis(),
                played,
                freshness(version),
                update.getDigest(),
                update.getSizeBytes(),
                update.getSignature() != null,
                version.ledger == null ? null : version.ledger.getFirstExample(),
                version.ledger == null ? null : version.ledger.getEndExample(),
                Json.isValid(update.getProvenance()) ? update.getProvenance() : "null");
    }

    private Long lastFreshness() {
        for (Version version : versions.descendingMap().values()) {
            Long freshness = freshness(version);
            if (freshness != null) {
                return freshness;
            }
        }
        return null;
    }

    /** From publication to the first answer; null before it, or when history begins later. */
    private static Long freshness(Version version) {
        if (version.update == null || version.firstAnswerMillis == null) {
            return null;
        }
        long millis = version.firstAnswerMillis - version.update.getCreatedAtMillis();
        return millis < 0 ? null : millis;
    }

    /**
     * @param champion the version that answers, as epoch.number; null when unknown
     * @param championSinceMillis when it was made; null when unknown
     * @param freshnessMillis from publication to first answer, of the last version that has
     *     answered; null when unknown
     * @param versions oldest first
     */
    record View(
            String champion,
            Long championSinceMillis,
            Long freshnessMillis,
            List<VersionView> versions) {}

    /** One version; {@code provenance} is the JSON that was published with it. */
    record VersionView(
            String model,
            String version,
            long step,
            long createdAtMillis,
            List<String> roles,
            Long freshnessMillis,
            String digest,
            long sizeBytes,
            boolean signed,
            Long firstExample,
            Long endExample,
            @JsonRawValue String provenance) {}
}
