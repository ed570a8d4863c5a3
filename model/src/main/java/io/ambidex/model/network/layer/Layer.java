/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/** One layer of an encoder: checks the shape that comes in and writes its code. */
public interface Layer {

    /**
     * Appends this layer.
     *
     * @throws IllegalArgumentException if the layer does not fit what comes before
     */
    void compile(EncoderCompiler compiler);

    /**
     * Whether it takes the frames of a clip together when it is the first layer; otherwise every
     * frame goes through the encoder by itself.
     */
    default boolean takesClips() {
        return false;
    }
}
