/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * A pre-norm block of a transformer (arXiv 2010.11929), (T, d) to (T, d):
 *
 * <pre>{@code
 * x = x + proj(attention(norm1(x)))      h heads, scale 1 / sqrt(d / h)
 * x = x + fc2(gelu(fc1(norm2(x))))       exact GELU
 * }</pre>
 *
 * Tensors have the names of PyTorch Image Models: {@code norm1}, {@code attn.qkv} (3 d, d; rows of
 * q, then k, then v), {@code attn.proj}, {@code norm2}, {@code mlp.fc1}, {@code mlp.fc2}.
 *
 * @param name prefix of all tensors
 * @param heads h; must divide d
 * @param hidden width between fc1 and fc2
 */
public record TransformerBlock(String name, int heads, int hidden) implements Layer {

    /** Number of tensors of a block. */
    public static final int TENSORS = 12;

    /**
     * Code of a block: x (B, T, d), its tensors from {@code p[i]}, and, if there is one, a mask
     * that is added to the scores (B, h, T, T).
     */
    public static final String HELPER =
"""
  def block(self: __torch__.Kernel, x: Tensor, p: List[Tensor], i: int, heads: int, scale: float, mask: List[Tensor]) -> Tensor:
    length = torch.size(x, 1)
    width = torch.size(x, 2)
    t = torch.layer_norm(x, [width], p[i], p[torch.add(i, 1)], EPSILON)
    t = torch.linear(t, p[torch.add(i, 2)], p[torch.add(i, 3)])
    t = torch.reshape(t, [-1, length, 3, heads, torch.floordiv(width, heads)])
    t = torch.permute(t, [2, 0, 3, 1, 4])
    s = torch.matmul(torch.select(t, 0, 0), torch.transpose(torch.select(t, 0, 1), -2, -1))
    s = torch.mul(s, scale)
    if torch.gt(torch.len(mask), 0):
      s = torch.add(s, mask[0])
    else:
      s = s
    t = torch.matmul(torch.softmax(s, -1), torch.select(t, 0, 2))
    t = torch.reshape(torch.permute(t, [0, 2, 1, 3]), [-1, length, width])
    x = torch.add(x, torch.linear(t, p[torch.add(i, 4)], p[torch.add(i, 5)]))
    t = torch.layer_norm(x, [width], p[torch.add(i, 6)], p[torch.add(i, 7)], EPSILON)
    t = torch.gelu(torch.linear(t, p[torch.add(i, 8)], p[torch.add(i, 9)]))
    return torch.add(x, torch.linear(t, p[torch.add(i, 10)], p[torch.add(i, 11)]))
"""
                    .replace("EPSILON", LayerNorm.EPSILON);

    @Override
    public void compile(EncoderCompiler compiler) {
        compiler.requireDimensions("block '" + name + "'", 2);
        long length = compiler.shape()[0];
        int width = Math.toIntExact(compiler.shape()[1]);
        int first = -1;
        for (TensorSpec tensor : tensors(width)) {
            String expression =
                    compiler.parameter(tensor.name(), tensor.initializer(), tensor.shape());
            first = first < 0 ? index(expression) : first;
        }
        compiler.helper(HELPER);
        compiler.line(
                "x = (self).block(x, p, %d, %d, %s, annotate(List[Tensor], []), )"
                        .formatted(first, heads, scale(width, heads)));
        compiler.multiplyAccumulates(name, multiplyAccumulates(length, width));
        compiler.overwritable(true);
    }

    /** The tensors in the order of {@link #HELPER}. */
    public List<TensorSpec> tensors(int width) {
        requireHeads(heads, width);
        List<TensorSpec> tensors = new ArrayList<>();
        norm(tensors, "norm1", width);
        linear(tensors, "attn.qkv", width, 3 * width);
        linear(tensors, "attn.proj", width, width);
        norm(tensors, "norm2", width);
        linear(tensors, "mlp.fc1", width, hidden);
        linear(tensors, "mlp.fc2", hidden, width);
        return tensors;
    }

    /** Linear maps and both products of the attention, for a clip of so many tokens. */
    public long multiplyAccumulates(long length, long width) {
        return length * width * (4 * width + 2L * hidden) + 2 * length * length * width;
    }

    /** The factor of the scores, {@code 1 / sqrt(width / heads)}, as text. */
    public static String scale(int width, int heads) {
        return Double.toString(1 / Math.sqrt((double) width / heads));
    }

    /**
     * Refuses heads that do not divide the width.
     *
     * @throws IllegalArgumentException if so
     */
    public static void requireHeads(int heads, int width) {
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "the number of heads must divide the width of the tokens: %d does not divide %d"
                            .formatted(heads, width));
        }
    }

    private static int index(String expression) {
        return Integer.parseInt(expression.substring(2, expression.length() - 1));
    }

    private void norm(List<TensorSpec> tensors, String part, int width) {
        add(tensors, part + ".weight", new Initializer.Constant(1), width);
        add(tensors, part + ".bias", new Initializer.Constant(0), width);
    }

    private void linear(List<TensorSpec> tensors, String part, int in, int out) {
        Initializer byFanIn = Initializer.byFanIn(in);
        add(tensors, part + ".weight", byFanIn, out, in);
        add(tensors, part + ".bias", byFanIn, out);
    }

    private void add(
            List<TensorSpec> tensors, String part, Initializer initializer, long... shape) {
        tensors.add(
                new TensorSpec(name + "." + part, shape, initializer, TensorSpec.Kind.PARAMETER));
    }
}
