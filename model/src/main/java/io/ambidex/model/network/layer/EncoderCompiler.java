/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a list of layers into one TorchScript function, so that a forward pass is one call. Tensors
 * are arguments of the function: parameters {@code p[i]} and buffers {@code b[i]}.
 */
public final class EncoderCompiler {

    private final List<TensorSpec> tensors = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder counting = new StringBuilder();
    private final List<Integer> channels = new ArrayList<>();
    private final List<Integer> stageEnds = new ArrayList<>();
    private final Map<String, Long> multiplyAccumulates = new LinkedHashMap<>();
    private long[] shape;
    private int parameters;
    private int buffers;
    private int temporaries;
    private final Set<String> helpers = new LinkedHashSet<>();
    private TokenShape tokens;
    private boolean overwritable;

    private EncoderCompiler(long[] shape) {
        this.shape = shape;
    }

    /** As {@link #compile(List, long[], int)}, in one piece. */
    public static CompiledEncoder compile(List<Layer> layers, long[] inputShape) {
        return compile(layers, inputShape, 0);
    }

    /**
     * Compiles an encoder.
     *
     * @param layers in order; the last must leave one dimension, the features
     * @param inputShape shape of one clip without the batch dimension; four dimensions are
     *     (channels, frames, height, width): every frame goes through the layers by itself, and the
     *     features of a clip are the mean over its frames, unless the first layer {@link
     *     Layer#takesClips takes them together}
     * @param cuts after so many of its last stages the encoder is cut, which gives one segment
     *     more; at most as many as it has
     */
    public static CompiledEncoder compile(List<Layer> layers, long[] inputShape, int cuts) {
        boolean together = !layers.isEmpty() && layers.get(0).takesClips();
        boolean frames = inputShape.length == 4 && !together;
        EncoderCompiler compiler =
                new EncoderCompiler(
                        frames
                                ? new long[] {inputShape[0], inputShape[2], inputShape[3]}
                                : inputShape.clone());
        if (frames) {
            compiler.line("frames = torch.size(x, 2)");
            compiler.line("x = torch.permute(x, [0, 2, 1, 3, 4])");
            compiler.line("x = torch.flatten(x, 0, 1)");
        }
        compiler.stages(layers);
        if (compiler.shape.length != 1) {
            throw new IllegalArgumentException(
                    "an encoder must end with features, but its last layer leaves the shape "
                            + Arrays.toString(compiler.shape)
                            + "; a 'mean' is missing");
        }
        int width = Math.toIntExact(compiler.shape[0]);
        if (frames) {
            if (cuts > 0) {
                compiler.line("frames = " + inputShape[1]);
            }
            compiler.line("x = torch.reshape(x, [-1, frames, " + width + "])");
            compiler.line("x = torch.mean(x, [1])");
            compiler.multiplyAccumulates.replaceAll((layer, count) -> count * inputShape[1]);
        }
        return new CompiledEncoder(
                compiler.source(cuts),
                List.copyOf(compiler.tensors),
                compiler.tokens == null ? new TokenShape(1, width) : compiler.tokens,
                List.copyOf(compiler.channels),
                compiler.multiplyAccumulates);
    }

    private void stages(List<Layer> layers) {
        boolean marked = layers.stream().anyMatch(StageEnd.class::isInstance);
        for (Layer layer : layers) {
            requireNotEnded();
            layer.compile(this);
            if (marked ? layer instanceof StageEnd : layer instanceof Activation) {
                endStage();
            }
        }
        if (channels.isEmpty()) {
            endStage();
        }
    }

    private void requireNotEnded() {
        if (tokens != null) {
            throw new IllegalArgumentException("tokens must be the last layer");
        }
    }

    private void endStage() {
        channels.add(Math.toIntExact(shape[0]));
        stageEnds.add(body.length());
        // What is exchanged is computed from x, so that the next layer must leave it as it is.
        overwritable = false;
    }

    /** Shape that the next layer gets, without the batch dimension. */
    public long[] shape() {
        return shape.clone();
    }

    /** Tells the shape after the layer. */
    public void shape(long... next) {
        for (long size : next) {
            if (size < 1) {
                throw new IllegalArgumentException(
                        "a layer makes "
                                + Arrays.toString(next)
                                + " of "
                                + Arrays.toString(shape)
                                + ": the input is too small");
            }
        }
        shape = next;
    }

    /** Checks the number of dimensions that come in. */
    public void requireDimensions(String layer, int dimensions) {
        if (shape.length != dimensions) {
            throw new IllegalArgumentException(
                    layer
                            + " needs "
                            + dimensions
                            + " dimension(s) besides the batch, not "
                            + Arrays.toString(shape));
        }
    }

    /** Counts what a layer multiplies and adds for one clip, or for one frame of it. */
    public void multiplyAccumulates(String layer, long count) {
        multiplyAccumulates.put(layer, count);
    }

    /** Declares a trained tensor and gives the expression for it. */
    public String parameter(String name, Initializer initializer, long... size) {
        tensors.add(new TensorSpec(name, size, initializer, TensorSpec.Kind.PARAMETER));
        return "p[" + parameters++ + "]";
    }

    /** Declares a buffer and gives the expression for it. */
    public String buffer(String name, double value, long... size) {
        Initializer constant = new Initializer.Constant(value);
        tensors.add(new TensorSpec(name, size, constant, TensorSpec.Kind.BUFFER));
        return "b[" + buffers++ + "]";
    }

    /** Declares a count of the training passes. */
    public void trainingCounter(String name) {
        Initializer zero = new Initializer.Constant(0);
        tensors.add(new TensorSpec(name, new long[0], zero, TensorSpec.Kind.COUNTER));
        counting.append("      _c")
                .append(buffers)
                .append(" = torch.add_(b[")
                .append(buffers++)
                .append("], 1)\n");
    }

    /** Appends a statement; {@code x} is the value so far, {@code training} tells the mode. */
    public void line(String statement) {
        body.append("    ").append(statement).append('\n');
    }

    /**
     * Whether the next layer may overwrite {@code x}: nothing else holds the value and
     * differentiation does not need it.
     */
    public boolean overwritable() {
        return overwritable;
    }

    /** Tells whether the next layer may overwrite {@code x}. */
    public void overwritable(boolean value) {
        overwritable = value;
    }

    /** Adds a method that lines may call; once, however often it is asked for. */
    public void helper(String code) {
        helpers.add(code);
    }

    /** Tells that the features are tokens. */
    public void tokens(TokenShape shape) {
        tokens = shape;
    }

    /** A name for a variable that no other layer uses. */
    public String temporary() {
        return "t" + temporaries++;
    }

    private String source(int cuts) {
        StringBuilder source =
                new StringBuilder(
                        """
                        class Kernel(Module):
                          __parameters__ = []
                          __buffers__ = []
                          training : bool
                        """);
        if (cuts == 0) {
            segment(source, "", body.toString(), true);
        } else {
            int from = 0;
            for (int i = 0; i < cuts; i++) {
                int to = stageEnds.get(stageEnds.size() - cuts + i);
                segment(source, Integer.toString(i), body.substring(from, to), false);
                from = to;
            }
            segment(source, Integer.toString(cuts), body.substring(from), true);
        }
        helpers.forEach(source::append);
        return source.toString();
    }

    private void segment(StringBuilder source, String number, String lines, boolean last) {
        String arguments =
                (parameters > 0 ? ", p: List[Tensor]" : "")
                        + (buffers > 0 ? ", b: List[Tensor]" : "");
        String pass = (parameters > 0 ? "p, " : "") + (buffers > 0 ? "b, " : "");
        String head = number + "(self: __torch__.Kernel, x: Tensor" + arguments;
        source.append("  def train" + head + ") -> Tensor:\n")
                .append("    return (self).encode" + number + "(x, " + pass + "True, )\n")
                .append("  def evaluate" + head + ") -> Tensor:\n")
                .append("    return (self).encode" + number + "(x, " + pass + "False, )\n")
                .append("  def encode" + head + ", training: bool) -> Tensor:\n")
                .append(lines)
                .append(last && !counting.isEmpty() ? "    if training:\n" + counting : "")
                .append("    return x\n");
    }
}
