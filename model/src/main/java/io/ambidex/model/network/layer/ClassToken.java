/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * A learned token in front of the others: (T, d) to (1 + T, d).
 *
 * @param name of the tensor, shape (1, 1, d)
 */
public record ClassToken(String name) implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("class_token '" + name + "'", 2);
        long[] shape = compiler.shape();
        String token = compiler.parameter(name, new Initializer.Normal(0.02), 1, 1, shape[1]);
        compiler.line(
                "x = torch.cat([torch.expand(%s, [torch.size(x, 0), -1, -1]), x], 1)"
                        .formatted(token));
        compiler.shape(shape[0] + 1, shape[1]);
        compiler.overwritable(false);
    }
}
