/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Predictor;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The version that answers, and those that wait to be taken up.
 *
 * <p>A version only ever gives way to a newer one that passed every check; of several that wait the
 * newest is tried first. Whatever is refused is reported, and the old version goes on.
 */
final class ServedModel implements AutoCloseable {

    /** Told of every version that is refused. */
    interface Refusals {
        void refused(ModelUpdate update, String reason);
    }

    private final String modelName;
    private final VersionReader reader;
    private final Refusals refusals;
    private final NavigableMap<ModelVersion, ModelUpdate> waiting = new TreeMap<>();
    private Predictor predictor;
    private ModelUpdate update;

    ServedModel(ServingSettings settings, VersionReader reader, Refusals refusals)
            throws BadModelVersionException {
        this.modelName = settings.modelName();
        this.reader = reader;
        this.refusals = refusals;
        this.predictor = reader.initial();
    }

    /** The version that answers. */
    Predictor predictor() {
        return predictor;
    }

    /** Where the version that answers was announced; null for the initial one. */
    ModelUpdate update() {
        return update;
    }

    /** Remembers a version to take up, unless it is none to take. */
    void offer(ModelUpdate offered) {
        if (!offered.getModelName().equals(modelName)) {
            return;
        }
        ModelVersion version = versionOf(offered);
        if (version == null) {
            refusals.refused(
                    offered,
                    "epoch and number must not be negative, but are "
                            + offered.getEpoch()
                            + " and "
                            + offered.getNumber());
            return;
        }
        int order = version.compareTo(predictor.version());
        if (order < 0) {
            refusals.refused(
                    offered, "it is stale: version " + predictor.version() + " answers already");
        } else if (order == 0) {
            refuseOther(offered, predictor.digest());
        } else {
            ModelUpdate known = waiting.putIfAbsent(version, offered);
            if (known != null) {
                refuseOther(offered, known.getDigest());
            }
        }
    }

    /** Whether a version waits to be taken up. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Takes up the newest waiting version that passes every check; true when there was one. */
    boolean takeNewest() {
        while (!waiting.isEmpty()) {
            ModelUpdate newest = waiting.pollLastEntry().getValue();
            try {
                Predictor next = reader.open(newest);
                predictor.close();
                predictor = next;
                update = newest;
                waiting.clear();
                return true;
            } catch (BadModelVersionException e) {
                refusals.refused(newest, e.getMessage());
            }
        }
        return false;
    }

    @Override
    public void close() {
        predictor.close();
    }

    /** Details of a refused version for an alert. */
    static Map<String, String> describe(ModelUpdate update) {
        return Map.of(
                "model", update.getModelName(),
                "version", update.getEpoch() + "." + update.getNumber(),
                "digest", update.getDigest(),
                "path", update.getPath());
    }

    private void refuseOther(ModelUpdate offered, String digest) {
        if (!offered.getDigest().equals(digest)) {
            refusals.refused(offered, "the same version is known with another digest, " + digest);
        }
    }

    private static ModelVersion versionOf(ModelUpdate update) {
        boolean valid = update.getEpoch() >= 0 && update.getNumber() >= 0;
        return valid ? new ModelVersion(update.getEpoch(), update.getNumber()) : null;
    }
}
