/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.Activation;
import io.ambidex.model.network.layer.BatchNorm;
import io.ambidex.model.network.layer.Conv2d;
import io.ambidex.model.network.layer.Layer;
import io.ambidex.model.network.layer.Mean;
import io.ambidex.model.network.layer.Pool;
import io.ambidex.model.network.layer.Residual;
import io.ambidex.model.network.layer.Size;
import io.ambidex.model.network.layer.StageEnd;
import java.util.ArrayList;
import java.util.List;

/**
 * ResNet-18 (arXiv 1512.03385) without its classifier; layout and names of the tensors are those of
 * torchvision. Four groups of two basic blocks with width, 2 width, 4 width and 8 width channels;
 * the features are the mean over height and width.
 */
final class ResNet18 {

    private static final int GROUPS = 4;
    private static final int BLOCKS = 2;

    private ResNet18() {}

    /**
     * The layers.
     *
     * @param width channels of the first group, 64 in the paper
     */
    static List<Layer> layers(int width) {
        List<Layer> layers = new ArrayList<>();
        layers.add(convolution("conv1", width, 7, 2));
        layers.add(new BatchNorm("bn1"));
        layers.add(Activation.RELU);
        layers.add(new Pool(true, Size.of(3), Size.of(2), Size.of(1)));
        long channels = width;
        for (int group = 1; group <= GROUPS; group++) {
            long out = (long) width << (group - 1);
            for (int block = 0; block < BLOCKS; block++) {
                long stride = group > 1 && block == 0 ? 2 : 1;
                String prefix = "layer" + group + "." + block + ".";
                layers.add(basicBlock(prefix, out, stride, stride != 1 || channels != out));
                layers.add(Activation.RELU);
                channels = out;
            }
            layers.add(new StageEnd());
        }
        layers.add(new Mean());
        return layers;
    }

    private static Layer basicBlock(String prefix, long out, long stride, boolean downsample) {
        List<Layer> body =
                List.of(
                        convolution(prefix + "conv1", out, 3, stride),
                        new BatchNorm(prefix + "bn1"),
                        Activation.RELU,
                        convolution(prefix + "conv2", out, 3, 1),
                        new BatchNorm(prefix + "bn2"));
        List<Layer> shortcut =
                downsample
                        ? List.of(
                                convolution(prefix + "downsample.0", out, 1, stride),
                                new BatchNorm(prefix + "downsample.1"))
                        : List.of();
        return new Residual(body, shortcut);
    }

    /** Without bias, as batch norm follows; padded so that only the stride makes it smaller. */
    private static Layer convolution(String name, long out, long kernel, long stride) {
        return new Conv2d(
                name, out, Size.of(kernel), Size.of(stride), Size.of(kernel / 2), false, true);
    }
}
