/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * Normalises the last dimension (arXiv 1607.06450) with epsilon 1e-6 and the biased variance, as
 * vision transformers do.
 *
 * @param name prefix of {@code weight} (d) and {@code bias} (d)
 */
public record LayerNorm(String name) implements Layer {

    /** Epsilon as the engine's text has it. */
    public static final String EPSILON = "9.9999999999999995e-07";

    @Override
    public void compile(EncoderCompiler compiler) {
        long[] shape = compiler.shape();
        long width = shape[shape.length - 1];
        String weight = compiler.parameter(name + ".weight", new Initializer.Constant(1), width);
        String bias = compiler.parameter(name + ".bias", new Initializer.Constant(0), width);
        compiler.line(
                "x = torch.layer_norm(x, [%d], %s, %s, %s)"
                        .formatted(width, weight, bias, EPSILON));
        compiler.overwritable(false);
    }
}
