/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.ClassToken;
import io.ambidex.model.network.layer.Layer;
import io.ambidex.model.network.layer.LayerNorm;
import io.ambidex.model.network.layer.PatchEmbedding;
import io.ambidex.model.network.layer.Positions;
import io.ambidex.model.network.layer.Tokens;
import io.ambidex.model.network.layer.TransformerBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A transformer over patches (arXiv 2010.11929): patches of a log-mel spectrogram, of a picture, of
 * several frames (tubelets), or of a list of numbers; a class token in front, learned positions,
 * pre-norm blocks, a layer norm. Gives tokens. Its tensors are called as in PyTorch Image Models.
 */
final class PatchEncoder {

    /** Named sizes. */
    private enum Size {
        XS("XS", 32, 1, 4, 2),
        S("S", 48, 2, 4, 2),
        M("M", 64, 2, 4, 2),
        L("L", 128, 4, 4, 2),
        VIT_S("ViT-S", 384, 12, 6, 4);

        private final String text;
        private final int width;
        private final int blocks;
        private final int heads;
        private final int ratio;

        Size(String text, int width, int blocks, int heads, int ratio) {
            this.text = text;
            this.width = width;
            this.blocks = blocks;
            this.heads = heads;
            this.ratio = ratio;
        }
    }

    private PatchEncoder() {}

    /** The layers that the options ask for. */
    static List<Layer> layers(Options options, long[] shape) {
        String named = options.choice("size", "S", "XS", "M", "L", "ViT-S");
        Size size =
                Arrays.stream(Size.values())
                        .filter(s -> s.text.equals(named))
                        .findFirst()
                        .orElseThrow();
        int width = options.number("width", size.width, 1, 8_192);
        int blocks = options.number("blocks", size.blocks, 0, 64);
        int heads = options.number("heads", size.heads, 1, 256);
        int ratio = options.number("mlpRatio", size.ratio, 1, 16);
        TransformerBlock.requireHeads(heads, width);
        List<Layer> layers = new ArrayList<>();
        layers.add(new PatchEmbedding("patch_embed.proj", patch(options, shape), width));
        layers.add(new ClassToken("cls_token"));
        layers.add(new Positions("pos_embed"));
        for (int i = 0; i < blocks; i++) {
            layers.add(new TransformerBlock("blocks." + i, heads, ratio * width));
        }
        layers.add(new LayerNorm("norm"));
        layers.add(new Tokens());
        return layers;
    }

    /** The patch that is asked for, or else one near the usual size that divides the input. */
    private static List<Integer> patch(Options options, long[] shape) {
        long[] sides =
                Arrays.copyOfRange(shape, PatchEmbedding.channelDimensions(shape), shape.length);
        String text = options.text("patch", "");
        if (!text.isBlank()) {
            return options.sides("patch");
        }
        int[] usual =
                switch (shape.length) {
                    case 1 -> new int[] {16};
                    case 2 -> new int[] {1, Math.toIntExact(shape[1])};
                    case 3 -> shape[0] == 1 ? new int[] {16, 8} : new int[] {8, 8};
                    default -> new int[] {1, 8, 8};
                };
        List<Integer> patch = new ArrayList<>();
        for (int i = 0; i < sides.length; i++) {
            patch.add(divisor(sides[i], usual[i]));
        }
        return patch;
    }

    /** The largest divisor up to the usual size, or the next above it when that is too small. */
    private static int divisor(long side, int usual) {
        int below = 1;
        for (int d = 1; d <= Math.min(side, usual); d++) {
            below = side % d == 0 ? d : below;
        }
        if (2 * below >= usual || side <= usual) {
            return below;
        }
        for (int d = usual; d <= 2 * usual; d++) {
            if (side % d == 0) {
                return d;
            }
        }
        throw new IllegalArgumentException(
                "no patch of %d to %d divides the input's side %d: set the option 'patch', or another size of the input"
                        .formatted((usual + 1) / 2, 2 * usual, side));
    }
}
