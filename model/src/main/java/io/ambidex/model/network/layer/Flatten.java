/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import java.util.Arrays;

/** All dimensions but the batch become one. */
public record Flatten() implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.line("x = torch.flatten(x, 1)");
        compiler.shape(Arrays.stream(compiler.shape()).reduce(1, (a, b) -> a * b));
        compiler.overwritable(false);
    }
}
