/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What one modality delivers for one clip: the raw bytes and the tensor that its encoder sees. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AudioInput.class, name = "audio"),
    @JsonSubTypes.Type(value = VideoInput.class, name = "video"),
    @JsonSubTypes.Type(value = FeatureInput.class, name = "features")
})
public sealed interface InputSpec permits AudioInput, VideoInput, FeatureInput {

    /** Size of the raw media of one clip, in bytes. */
    @JsonIgnore
    int rawBytes();

    /** Shape of what the encoder sees, without the batch dimension. */
    @JsonIgnore
    long[] encoderShape();
}
