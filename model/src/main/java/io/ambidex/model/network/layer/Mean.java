/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/** Mean over height and width: (B, C, H, W) to (B, C). */
public record Mean() implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("mean", 3);
        compiler.line("x = torch.mean(x, [2, 3])");
        compiler.shape(compiler.shape()[0]);
        compiler.overwritable(false);
    }
}
