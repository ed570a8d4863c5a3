/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

/**
 * Batch normalisation over all but the channel dimension (arXiv 1502.03167), with PyTorch's epsilon
 * 1e-5 and momentum 0.1. While training it uses the statistics of the batch, which then move the
 * running ones; one value per channel has no variance, so such a batch is normalised with the
 * running statistics and leaves them alone.
 *
 * @param name prefix of {@code weight}, {@code bias}, {@code running_mean}, {@code running_var} and
 *     {@code num_batches_tracked}
 */
public record BatchNorm(String name) implements Layer {

    /** Whether a batch has more than one value per channel. */
    static final String HELPER =
            "  def varied(self: __torch__.Kernel, x: Tensor, training: bool) -> bool:\n"
                    + "    return torch.__and__(training, torch.gt(torch.numel(x), torch.size(x,"
                    + " 1)))\n";

    @Override
    public void compile(EncoderCompiler compiler) {
        long channels = compiler.shape()[0];
        String weight = compiler.parameter(name + ".weight", new Initializer.Constant(1), channels);
        String bias = compiler.parameter(name + ".bias", new Initializer.Constant(0), channels);
        String mean = compiler.buffer(name + ".running_mean", 0, channels);
        String variance = compiler.buffer(name + ".running_var", 1, channels);
        compiler.helper(HELPER);
        compiler.trainingCounter(name + ".num_batches_tracked");
        compiler.line(
                "x = torch.batch_norm(x, %s, %s, %s, %s, (self).varied(x, training, ), 0.1, 1e-05, True)"
                        .formatted(weight, bias, mean, variance));
        compiler.overwritable(true);
    }
}
