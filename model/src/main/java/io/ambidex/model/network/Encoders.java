/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.Activation;
import io.ambidex.model.network.layer.BatchNorm;
import io.ambidex.model.network.layer.CompiledEncoder;
import io.ambidex.model.network.layer.Conv2d;
import io.ambidex.model.network.layer.EncoderCompiler;
import io.ambidex.model.network.layer.Flatten;
import io.ambidex.model.network.layer.Layer;
import io.ambidex.model.network.layer.LayerText;
import io.ambidex.model.network.layer.Linear;
import io.ambidex.model.network.layer.Mean;
import io.ambidex.model.network.layer.Size;
import io.ambidex.model.network.layer.StackFrames;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoders there are.
 *
 * <table>
 * <caption>Names and options</caption>
 * <tr><th>name</th><th>option</th><th>default</th><th>meaning</th></tr>
 * <tr><td>small-cnn</td><td>channels</td><td>16,32,64</td><td>3x3 convolutions with stride 2, batch
 * norm and ReLU, then the mean over height and width</td></tr>
 * <tr><td></td><td>features</td><td>0</td><td>instead of the mean, a linear layer with so many
 * outputs and ReLU; keeps where things are</td></tr>
 * <tr><td></td><td>frames</td><td>mean</td><td>of a picture: mean over the features of the frames, or
 * stack: the frames are channels of one picture, which shows motion</td></tr>
 * <tr><td>resnet18</td><td>width</td><td>64</td><td>channels of the first group; 8 times as many
 * features</td></tr>
 * <tr><td>patches</td><td>size</td><td>S</td><td>a transformer over patches that gives tokens, a
 * class token first; XS, S, M, L or ViT-S: width 32, 48, 64, 128, 384, blocks 1, 2, 2, 4, 12,
 * heads 4 (ViT-S: 6), hidden layers of 2 (ViT-S: 4) times the width</td></tr>
 * <tr><td></td><td>patch</td><td>near 16x8, 8x8, 1x8x8</td><td>bands x frames of a spectrogram,
 * height x width of a picture, frames x height x width of several, numbers of a list, rows x
 * columns of a table (a row by default); must divide the input</td></tr>
 * <tr><td></td><td>width, blocks, heads, mlpRatio</td><td>as the size has them</td><td>other
 * numbers than those of the size</td></tr>
 * <tr><td>layers</td><td>layers</td><td></td><td>a list as {@link LayerText} reads it</td></tr>
 * <tr><td>torchscript</td><td>path</td><td></td><td>a file of {@code torch.jit.save} that gives
 * features (P, D); its parameters begin as they are in the file and are trained</td></tr>
 * <tr><td>torchscript</td><td>features</td><td></td><td>D; with tokens the width of one</td></tr>
 * <tr><td>torchscript</td><td>tokens</td><td>1</td><td>T: the file gives (P, T, D) or (P, T
 * D)</td></tr>
 * <tr><td>torchscript</td><td>frames</td><td>each</td><td>each: every frame of a video goes in by
 * itself, features are averaged; whole: (P, channels, frames, height, width) goes in</td></tr>
 * </table>
 */
public final class Encoders {

    private Encoders() {}

    /**
     * Makes the encoder of a modality.
     *
     * @param cuts after so many of its last stages it is cut into segments
     */
    static Encoder create(ModalitySpec modality, TensorFactory factory, int cuts) {
        if (isScript(modality)) {
            return new ScriptEncoder(modality, scriptSettings(modality), factory);
        }
        return new LayeredEncoder(compile(modality, cuts), modality.tensorPrefix(), factory);
    }

    /** Whether the encoder comes from a TorchScript file. */
    static boolean isScript(ModalitySpec modality) {
        return modality.encoder().name().equals("torchscript");
    }

    /** What the features of a modality are made of. */
    static TokenShape tokens(ModalitySpec modality) {
        return isScript(modality) ? scriptSettings(modality).tokens() : compile(modality).tokens();
    }

    /** Options of an encoder from a TorchScript file. */
    static ScriptEncoder.Settings scriptSettings(ModalitySpec modality) {
        Options options = new Options(owner(modality), modality.encoder().options());
        ScriptEncoder.Settings settings = ScriptEncoder.Settings.of(options);
        options.rejectUnknown();
        return settings;
    }

    private static String owner(ModalitySpec modality) {
        return "encoder '%s' of modality '%s'"
                .formatted(modality.encoder().name(), modality.name());
    }

    /** Channels at the end of each stage of an encoder. */
    static List<Integer> channels(ModalitySpec modality) {
        return isScript(modality)
                ? List.of(scriptSettings(modality).tokens().features())
                : compile(modality).channels();
    }

    /** Compiles the encoder of a modality in one piece. */
    static CompiledEncoder compile(ModalitySpec modality) {
        return compile(modality, 0);
    }

    /**
     * Compiles the encoder of a modality.
     *
     * @param cuts after so many of its last stages it is cut into segments
     * @throws IllegalArgumentException if there is none of that name, or an option or the input
     *     does not fit
     */
    static CompiledEncoder compile(ModalitySpec modality, int cuts) {
        EncoderSpec encoder = modality.encoder();
        String owner = owner(modality);
        Options options = new Options(owner, encoder.options());
        List<Layer> layers =
                switch (encoder.name()) {
                    case "small-cnn" -> smallCnn(options);
                    case "resnet18" -> ResNet18.layers(options.number("width", 64, 1, 512));
                    case "patches" -> patches(owner, options, modality);
                    case "layers" -> LayerText.parse(options.requiredText("layers"));
                    default ->
                            throw new IllegalArgumentException(
                                    "modality '"
                                            + modality.name()
                                            + "': there is no encoder '"
                                            + encoder.name()
                                            + "'; there are small-cnn, resnet18, patches,"
                                            + " layers, torchscript");
                };
        options.rejectUnknown();
        try {
            return EncoderCompiler.compile(layers, modality.input().encoderShape(), cuts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(owner + ": " + e.getMessage(), e);
        }
    }

    private static List<Layer> patches(String owner, Options options, ModalitySpec modality) {
        try {
            return PatchEncoder.layers(options, modality.input().encoderShape());
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw message.startsWith(owner)
                    ? e
                    : new IllegalArgumentException(owner + ": " + message, e);
        }
    }

    /** Strides instead of pooling: on a CPU the pooling of a small network costs a third of it. */
    private static List<Layer> smallCnn(Options options) {
        List<Integer> channels = options.numbers("channels", "16,32,64", 1, 4_096);
        int features = options.number("features", 0, 0, 4_096);
        List<Layer> layers = new ArrayList<>();
        if (options.choice("frames", "mean", "stack").equals("stack")) {
            layers.add(new StackFrames());
        }
        for (int i = 0; i < channels.size(); i++) {
            layers.add(
                    new Conv2d(
                            "conv" + (i + 1),
                            channels.get(i),
                            Size.of(3),
                            Size.of(2),
                            Size.of(1),
                            false,
                            false));
            layers.add(new BatchNorm("bn" + (i + 1)));
            layers.add(Activation.RELU);
        }
        if (features == 0) {
            layers.add(new Mean());
        } else {
            layers.add(new Flatten());
            layers.add(new Linear("fc", features, true));
            layers.add(Activation.RELU);
        }
        return layers;
    }
}
