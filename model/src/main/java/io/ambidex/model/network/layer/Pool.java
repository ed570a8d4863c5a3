/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * The largest value or the mean of every window of a picture.
 *
 * @param largest or else the mean, which counts zeros of the padding as PyTorch does
 * @param kernel height and width of the window
 * @param stride distance of two windows
 * @param padding around the picture
 */
public record Pool(boolean largest, Size kernel, Size stride, Size padding) implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("a pooling layer", 3);
        long[] in = compiler.shape();
        String call =
                largest
                        ? "x = torch.max_pool2d(x, %s, %s, %s, [1, 1], False)"
                        : "x = torch.avg_pool2d(x, %s, %s, %s, False, True, None)";
        compiler.line(call.formatted(kernel, stride, padding));
        compiler.shape(
                in[0],
                Size.after(in[1], kernel.height(), stride.height(), padding.height()),
                Size.after(in[2], kernel.width(), stride.width(), padding.width()));
        compiler.overwritable(false);
    }
}
