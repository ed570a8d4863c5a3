/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/** A function of every value by itself. */
public enum Activation implements Layer {
    /** max(0, x). */
    RELU,
    /** Hyperbolic tangent. */
    TANH;

    @Override
    public void compile(EncoderCompiler compiler) {
        if (this == RELU) {
            compiler.line(compiler.overwritable() ? "x = torch.relu_(x)" : "x = torch.relu(x)");
        } else {
            compiler.line("x = torch.tanh(x)");
        }
        compiler.overwritable(false);
    }
}
