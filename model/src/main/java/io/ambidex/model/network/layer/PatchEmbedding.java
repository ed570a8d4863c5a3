/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cuts the input into patches that do not overlap and turns each into a token of width d by one
 * linear map: what a convolution with stride = kernel does (arXiv 2010.11929; with frames, the
 * tubelets of arXiv 2103.15691).
 *
 * <pre>{@code
 * (C, H, W) or (C, T, H, W)  ->  (N, d)      patch h x w or t x h x w; N patches, rows first
 * (n) or (T, n)              ->  (N, d)      patch n or t x n, without channels
 * }</pre>
 *
 * @param name prefix of {@code weight} (d, C, patch) and {@code bias} (d)
 * @param patch size along every dimension but the channels; must divide the input
 * @param width d
 */
public record PatchEmbedding(String name, List<Integer> patch, int width) implements Layer {

    @Override
    public void compile(EncoderCompiler compiler) {
        long[] shape = compiler.shape();
        int channelDimensions = channelDimensions(shape);
        long channels = channelDimensions == 0 ? 1 : shape[0];
        long[] sides = Arrays.copyOfRange(shape, channelDimensions, shape.length);
        requirePatch(sides);
        long[] counts = new long[sides.length];
        StringBuilder cut = new StringBuilder("-1, " + channels);
        for (int i = 0; i < sides.length; i++) {
            counts[i] = sides[i] / patch.get(i);
            cut.append(", ").append(counts[i]).append(", ").append(patch.get(i));
        }
        // Patches first, then channels and what is inside a patch.
        String order =
                IntStream.concat(
                                IntStream.range(0, sides.length).map(i -> 2 + 2 * i),
                                IntStream.concat(
                                        IntStream.of(1),
                                        IntStream.range(0, sides.length).map(i -> 3 + 2 * i)))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        long tokens = Arrays.stream(counts).reduce(1, Math::multiplyExact);
        long values =
                channels * patch.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        Initializer byFanIn = Initializer.byFanIn(values);
        String weight =
                compiler.parameter(
                        name + ".weight", byFanIn, weightShape(channelDimensions, channels));
        String bias = compiler.parameter(name + ".bias", byFanIn, width);
        compiler.line("x = torch.permute(torch.reshape(x, [%s]), [0, %s])".formatted(cut, order));
        compiler.line("x = torch.reshape(x, [-1, %d, %d])".formatted(tokens, values));
        compiler.line("x = torch.linear(x, torch.flatten(%s, 1), %s)".formatted(weight, bias));
        compiler.shape(tokens, width);
        compiler.multiplyAccumulates(name, tokens * values * width);
        compiler.overwritable(true);
    }

    /** It sees the frames of a clip together. */
    @Override
    public boolean takesClips() {
        return true;
    }

    /** How many leading dimensions of an input are channels, 0 or 1. */
    public static int channelDimensions(long[] shape) {
        return shape.length >= 3 ? 1 : 0;
    }

    private long[] weightShape(int channelDimensions, long channels) {
        long[] shape = new long[1 + channelDimensions + patch.size()];
        shape[0] = width;
        if (channelDimensions == 1) {
            shape[1] = channels;
        }
        for (int i = 0; i < patch.size(); i++) {
            shape[1 + channelDimensions + i] = patch.get(i);
        }
        return shape;
    }

    private void requirePatch(long[] sides) {
        boolean fits = patch.size() == sides.length;
        for (int i = 0; fits && i < sides.length; i++) {
            fits = sides[i] % patch.get(i) == 0;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "patch %s does not divide the input, which is %s"
                            .formatted(
                                    joined(patch.stream().mapToLong(Integer::longValue).toArray()),
                                    joined(sides)));
        }
    }

    private static String joined(long[] sides) {
        return Arrays.stream(sides).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }
}
