/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the encoders of a network give each other after some of their stages. Names and options are
 * those of {@code Exchanges}.
 *
 * @param name for example {@code gates}
 * @param options by name; what is not named has its default
 */
public record ExchangeSpec(String name, Map<String, String> options) {

    @JsonCreator
    public ExchangeSpec(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("options") Map<String, String> options) {
        this.name = name;
        // Sorted, so that the same exchange has the same digest.
        this.options =
                Collections.unmodifiableSortedMap(
                        new TreeMap<>(options == null ? Map.of() : options));
    }
}
