/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/**
 * The modalities and, for each, its topic, what the network takes of it and the encoder.
 *
 * <p>{@code audio} and {@code video} are there by default; a further modality is named in {@link
 * #MODALITIES} and described by {@code modality.NAME.…}.
 */
public final class ModalityOptions {

    public static final ConfigOption<List<String>> MODALITIES =
            key("modalities")
                    .stringType()
                    .asList()
                    .defaultValues("audio", "video")
                    .withDescription(
                            "Names of the modalities, in the order of the network's encoders.");

    /** What the records of a modality hold. */
    public enum Kind {
        AUDIO,
        VIDEO,
        FEATURES
    }

    /** The options of one modality. */
    public record Of(String name) {

        public ConfigOption<Kind> kind() {
            return option("kind")
                    .enumType(Kind.class)
                    .defaultValue(
                            name.equals("audio")
                                    ? Kind.AUDIO
                                    : name.equals("video") ? Kind.VIDEO : Kind.FEATURES)
                    .withDescription(
                            "What its records hold: audio chunks, video frames or feature vectors."
                                    + " The modalities named audio and video are what their names"
                                    + " say.");
        }

        public ConfigOption<String> topic() {
            return option("topic")
                    .stringType()
                    .defaultValue(name)
                    .withDescription("Topic of its records; by default the name of the modality.");
        }

        public ConfigOption<String> encoder() {
            return option("encoder")
                    .stringType()
                    .defaultValue("small-cnn")
                    .withDescription(
                            "Encoder of the network: small-cnn, resnet18, patches (a transformer"
                                    + " that gives tokens), torchscript (a file of torch.jit.save) or"
                                    + " layers (a list in text).");
        }

        public ConfigOption<Map<String, String>> encoderOptions() {
            return option("encoder-options")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Options of the encoder. small-cnn: channels, features, frames (mean or"
                                    + " stack); resnet18: width; patches: size (XS, S, M, L or ViT-S),"
                                    + " patch (such as 16x8), width, blocks, heads, mlpRatio;"
                                    + " torchscript: path, features, tokens, frames (each or whole);"
                                    + " layers: layers.");
        }

        public ConfigOption<Integer> sampleRate() {
            return option("sample-rate")
                    .intType()
                    .defaultValue(16_000)
                    .withDescription("Sound: samples per second, in hertz.");
        }

        public ConfigOption<Integer> melBands() {
            return option("mel-bands")
                    .intType()
                    .defaultValue(32)
                    .withDescription("Sound: bands of the log-mel front end.");
        }

        public ConfigOption<Integer> frames() {
            return option("frames")
                    .intType()
                    .defaultValue(4)
                    .withDescription("Video: frames that the network takes of a clip.");
        }

        public ConfigOption<Integer> channels() {
            return option("channels")
                    .intType()
                    .defaultValue(3)
                    .withDescription("Video: 3 for colour, 1 for grey.");
        }

        public ConfigOption<Integer> height() {
            return option("height")
                    .intType()
                    .defaultValue(32)
                    .withDescription("Video: height to which frames are resized, in pixels.");
        }

        public ConfigOption<Integer> width() {
            return option("width")
                    .intType()
                    .defaultValue(32)
                    .withDescription("Video: width to which frames are resized, in pixels.");
        }

        public ConfigOption<List<Integer>> shape() {
            return option("shape")
                    .intType()
                    .asList()
                    .noDefaultValue()
                    .withDescription("Features: shape of the values of one clip.");
        }

        List<ConfigOption<?>> all() {
            return List.of(
                    kind(),
                    topic(),
                    encoder(),
                    encoderOptions(),
                    sampleRate(),
                    melBands(),
                    frames(),
                    channels(),
                    height(),
                    width(),
                    shape());
        }

        private org.apache.flink.configuration.ConfigOptions.OptionBuilder option(String suffix) {
            return key("modality." + name + "." + suffix);
        }
    }

    /** The options of the modality {@code name}. */
    public static Of of(String name) {
        return new Of(name);
    }

    private ModalityOptions() {}
}
