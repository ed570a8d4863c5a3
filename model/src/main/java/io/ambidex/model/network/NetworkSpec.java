/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The architecture of a multimodal network: everything but the weights.
 *
 * @param modalities 1 to 16, each name once
 * @param fusion how the features become logits: a name of {@code Fusions}
 * @param fusionOptions options of the fusion; what is not named has its default
 * @param exchange what the encoders give each other on the way; null for nothing, as is usual
 * @param adapters low-rank maps beside a network that is frozen otherwise; null for none, as is
 *     usual
 * @param classes names of the classes in the order of the logits: 2 to 10,000, each once
 */
public record NetworkSpec(
        List<ModalitySpec> modalities,
        String fusion,
        Map<String, String> fusionOptions,
        @JsonInclude(JsonInclude.Include.NON_NULL) ExchangeSpec exchange,
        @JsonInclude(JsonInclude.Include.NON_NULL) AdapterSpec adapters,
        List<String> classes) {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    @JsonCreator
    public NetworkSpec(
            @JsonProperty(value = "modalities", required = true) List<ModalitySpec> modalities,
            @JsonProperty(value = "fusion", required = true) String fusion,
            @JsonProperty("fusionOptions") Map<String, String> fusionOptions,
            @JsonProperty("exchange") ExchangeSpec exchange,
            @JsonProperty("adapters") AdapterSpec adapters,
            @JsonProperty(value = "classes", required = true) List<String> classes) {
        Require.inRange("number of modalities", modalities.size(), 1, 16);
        Require.inRange("number of classes", classes.size(), 2, 10_000);
        this.modalities = List.copyOf(modalities);
        this.fusion = fusion;
        this.fusionOptions =
                Collections.unmodifiableSortedMap(
                        new TreeMap<>(fusionOptions == null ? Map.of() : fusionOptions));
        this.exchange = exchange;
        this.adapters = adapters;
        this.classes = List.copyOf(classes);
        rejectRepeated("modality", modalities.stream().map(ModalitySpec::name).toList());
        rejectRepeated("class", classes);
    }

    /** A network whose encoders work each by itself. */
    public NetworkSpec(
            List<ModalitySpec> modalities,
            String fusion,
            Map<String, String> fusionOptions,
            List<String> classes) {
        this(modalities, fusion, fusionOptions, null, null, classes);
    }

    /** The same encoders and classes with another fusion. */
    public NetworkSpec withFusion(String name, Map<String, String> options) {
        return new NetworkSpec(modalities, name, options, exchange, adapters, classes);
    }

    /** The same network whose encoders exchange something, or nothing for null. */
    public NetworkSpec withExchange(ExchangeSpec other) {
        return new NetworkSpec(modalities, fusion, fusionOptions, other, adapters, classes);
    }

    /** The same network with other adapters, or without for null. */
    public NetworkSpec withAdapters(AdapterSpec others) {
        return new NetworkSpec(modalities, fusion, fusionOptions, exchange, others, classes);
    }

    /** Names of the modalities in their order. */
    public List<String> modalityNames() {
        return modalities.stream().map(ModalitySpec::name).toList();
    }

    /** Canonical JSON: the same architecture always gives the same text. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a network specification is always writable", e);
        }
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if the text is no network specification; tells what is wrong
     */
    public static NetworkSpec fromJson(String json) {
        try {
            return JSON.readValue(json, NetworkSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not a network specification: " + e.getOriginalMessage(), e);
        }
    }

    /** Digest of architecture and class list, {@code sha256:HEX} over {@link #toJson()}. */
    public String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest(toJson().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void rejectRepeated(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " '" + name + "' is named twice");
            }
        }
    }
}
