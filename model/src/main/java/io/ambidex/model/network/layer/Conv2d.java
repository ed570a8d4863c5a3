/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * Cross-correlation over height and width: (B, C, H, W) to (B, out, H', W') with {@code H' = (H + 2
 * padding - kernel) / stride + 1}.
 *
 * @param name prefix of {@code weight} (out, C, kernelHeight, kernelWidth) and {@code bias} (out)
 * @param out number of kernels
 * @param kernel height and width of the kernel
 * @param stride in both directions
 * @param padding zeros around the picture
 * @param bias whether there is one
 * @param residual whether its weights begin as those of a ResNet (Kaiming normal by fan-out) or
 *     with PyTorch's default
 */
public record Conv2d(
        String name,
        long out,
        Size kernel,
        Size stride,
        Size padding,
        boolean bias,
        boolean residual)
        implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("conv2d '" + name + "'", 3);
        long[] in = compiler.shape();
        long area = kernel.height() * kernel.width();
        Initializer byFanIn = Initializer.byFanIn(in[0] * area);
        String weight =
                compiler.parameter(
                        name + ".weight",
                        residual ? Initializer.kaimingNormal(out * area) : byFanIn,
                        out,
                        in[0],
                        kernel.height(),
                        kernel.width());
        String shift = bias ? compiler.parameter(name + ".bias", byFanIn, out) : "None";
        compiler.line(
                "x = torch.conv2d(x, %s, %s, %s, %s, [1, 1], 1)"
                        .formatted(weight, shift, stride, padding));
        compiler.shape(
                out,
                Size.after(in[1], kernel.height(), stride.height(), padding.height()),
                Size.after(in[2], kernel.width(), stride.width(), padding.width()));
        long[] after = compiler.shape();
        compiler.multiplyAccumulates(name, out * after[1] * after[2] * in[0] * area);
        compiler.overwritable(true);
    }
}
