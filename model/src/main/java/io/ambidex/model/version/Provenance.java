/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where a model version comes from. A version cannot be made without it.
 *
 * @param version what it describes
 * @param parent the version before; null for the first
 * @param step steps the learner had made
 * @param ledger examples that are new since the parent
 * @param method balancing method, {@code joint} for example
 * @param methodOptions its options
 * @param classes names of the classes in the order of the logits
 * @param scores learner scores by name
 * @param seed seed of the learner
 * @param environment threads, device and libraries
 * @param createdAtMillis processing time at which it was made
 */
public record Provenance(
        ModelVersion version,
        ModelVersion parent,
        long step,
        LedgerRange ledger,
        String method,
        Map<String, String> methodOptions,
        List<String> classes,
        Map<String, Double> scores,
        long seed,
        Environment environment,
        long createdAtMillis) {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    // A newer writer may know more.
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /** Checks that nothing is missing. */
    public Provenance {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(environment, "environment");
        methodOptions = new TreeMap<>(methodOptions);
        classes = List.copyOf(classes);
        scores = new TreeMap<>(scores);
        if (step < 0) {
            throw new IllegalArgumentException("step must not be negative, not " + step);
        }
        if (parent != null && parent.compareTo(version) >= 0) {
            throw new IllegalArgumentException(
                    "the parent of version " + version + " must be older, not " + parent);
        }
    }

    /** Of the version that is made from a seed before the first step. */
    public static Provenance initial(
            List<String> classes, long seed, Environment environment, long createdAtMillis) {
        return new Provenance(
                ModelVersion.INITIAL,
                null,
                0,
                LedgerRange.NONE,
                "joint",
                Map.of(),
                classes,
                Map.of(),
                seed,
                environment,
                createdAtMillis);
    }

    /** As JSON, names sorted. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("provenance is always writable", e);
        }
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if it is not that; tells what is wrong
     */
    public static Provenance fromJson(String json) {
        try {
            return JSON.readValue(json, Provenance.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a provenance: " + e.getOriginalMessage(), e);
        }
    }
}
