/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import java.util.Arrays;
import java.util.List;

/**
 * {@code body(x) + shortcut(x)} (arXiv 1512.03385).
 *
 * @param body layers of the long way
 * @param shortcut layers of the short way; none for the identity
 */
public record Residual(List<Layer> body, List<Layer> shortcut) implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        String before = compiler.temporary();
        String after = compiler.temporary();
        long[] in = compiler.shape();
        compiler.line(before + " = x");
        compiler.overwritable(false);
        body.forEach(layer -> layer.compile(compiler));
        String add = compiler.overwritable() ? "torch.add_" : "torch.add";
        long[] out = compiler.shape();
        compiler.line(after + " = x");
        compiler.line("x = " + before);
        compiler.shape(in);
        compiler.overwritable(false);
        shortcut.forEach(layer -> layer.compile(compiler));
        if (!Arrays.equals(out, compiler.shape())) {
            throw new IllegalArgumentException(
                    "the two ways of a residual block end with "
                            + Arrays.toString(out)
                            + " and "
                            + Arrays.toString(compiler.shape()));
        }
        compiler.line("x = " + add + "(" + after + ", x)");
        compiler.overwritable(true);
    }
}
