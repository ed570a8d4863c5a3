/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which encoder turns the input of a modality into a feature vector. Names and options are those of
 * {@code Encoders}.
 *
 * @param name for example {@code small-cnn} or {@code resnet18}
 * @param options by name; what is not named has its default
 */
public record EncoderSpec(String name, Map<String, String> options) {

    @JsonCreator
    public EncoderSpec(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("options") Map<String, String> options) {
        this.name = name;
        // Sorted, so that the same encoder has the same digest.
        this.options =
                Collections.unmodifiableSortedMap(
                        new TreeMap<>(options == null ? Map.of() : options));
    }

    /** An encoder with its default options. */
    public static EncoderSpec of(String name) {
        return new EncoderSpec(name, Map.of());
    }
}
