/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * Frames become channels: (C, T, H, W) to (C T, H, W), so that the first convolution sees motion.
 * Only the first layer of an encoder of frames can do so; without it every frame goes through the
 * encoder by itself.
 */
public record StackFrames() implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("stack_frames", 4);
        long[] shape = compiler.shape();
        compiler.line("x = torch.flatten(x, 1, 2)");
        compiler.shape(shape[0] * shape[1], shape[2], shape[3]);
        compiler.overwritable(false);
    }

    @Override
    public boolean takesClips() {
        return true;
    }
}
