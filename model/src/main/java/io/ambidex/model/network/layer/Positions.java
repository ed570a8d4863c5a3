/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * A learned vector added to every token, which tells where it stands: (T, d) to (T, d).
 *
 * @param name of the tensor, shape (1, T, d)
 */
public record Positions(String name) implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("positions '" + name + "'", 2);
        long[] shape = compiler.shape();
        String positions =
                compiler.parameter(name, new Initializer.Normal(0.02), 1, shape[0], shape[1]);
        compiler.line("x = torch.add(x, %s)".formatted(positions));
        compiler.overwritable(true);
    }
}
