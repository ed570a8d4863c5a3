/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Low-rank maps beside a network that is frozen otherwise, apart from its head. Names and options
 * are those of {@code Adapters}.
 *
 * @param name for example {@code moka}
 * @param options by name; what is not named has its default
 */
public record AdapterSpec(String name, Map<String, String> options) {

    @JsonCreator
    public AdapterSpec(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("options") Map<String, String> options) {
        this.name = name;
        // Sorted, so that the same adapters have the same digest.
        this.options =
                Collections.unmodifiableSortedMap(
                        new TreeMap<>(options == null ? Map.of() : options));
    }
}
