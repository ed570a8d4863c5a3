/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * The end of an encoder that gives tokens: (T, d) becomes features (T d), and a fusion that attends
 * to tokens finds them in there.
 */
public record Tokens() implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("tokens", 2);
        long[] shape = compiler.shape();
        compiler.line("x = torch.flatten(x, 1)");
        compiler.shape(shape[0] * shape[1]);
        compiler.tokens(new TokenShape(Math.toIntExact(shape[0]), Math.toIntExact(shape[1])));
        compiler.overwritable(false);
    }
}
