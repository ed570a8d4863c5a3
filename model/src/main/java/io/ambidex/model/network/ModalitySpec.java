/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * One named input of the network.
 *
 * @param name lower-case letters, digits and underscores; its tensors are named {@code NAME_net.…}
 * @param input what arrives
 * @param encoder what turns it into features
 */
public record ModalitySpec(String name, InputSpec input, EncoderSpec encoder) {

    @JsonCreator
    public ModalitySpec(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty(value = "input", required = true) InputSpec input,
            @JsonProperty(value = "encoder", required = true) EncoderSpec encoder) {
        this.name = Require.name("name of a modality", name);
        this.input = Objects.requireNonNull(input, "input of modality " + name);
        this.encoder = Objects.requireNonNull(encoder, "encoder of modality " + name);
    }

    /** Prefix of the names of the encoder's tensors, {@code audio_net.} for example. */
    public String tensorPrefix() {
        return name + "_net.";
    }
}
