/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * Ends a stage of an encoder: after it, encoders may exchange something. Does nothing by itself. An
 * encoder without any has a stage after each of its activations.
 */
public record StageEnd() implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        // Only a mark in the list of layers.
    }
}
