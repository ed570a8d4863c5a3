/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * {@code x W^T + b}: (B, in) to (B, out).
 *
 * @param name prefix of {@code weight} (out, in) and {@code bias} (out)
 * @param out width of the result
 * @param bias whether there is one
 */
public record Linear(String name, long out, boolean bias) implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("linear '" + name + "'", 1);
        long in = compiler.shape()[0];
        Initializer byFanIn = Initializer.byFanIn(in);
        String weight = compiler.parameter(name + ".weight", byFanIn, out, in);
        String shift = bias ? compiler.parameter(name + ".bias", byFanIn, out) : "None";
        compiler.line("x = torch.linear(x, %s, %s)".formatted(weight, shift));
        compiler.shape(out);
        compiler.multiplyAccumulates(name, in * out);
        compiler.overwritable(true);
    }
}
