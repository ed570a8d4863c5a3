/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a list of layers from text. Layers are separated by semicolons; each is a kind, the name of
 * its tensors after a colon where it has some, and settings:
 *
 * <pre>
 * conv2d:conv1 out=16 kernel=3 stride=2 padding=1 bias=false; batch_norm:bn1; relu;
 * max_pool kernel=2; avg_pool kernel=2; mean; flatten; linear:fc out=32; tanh;
 * stack_frames; stage_end
 * </pre>
 *
 * <p>Sizes are one number or {@code HEIGHTxWIDTH}. Defaults: stride 1 (of a pool: its kernel),
 * padding 0, bias true. A residual block is {@code residual body=[…] shortcut=[…]} of the same kind
 * of list.
 */
public final class LayerText {

    private static final int LONGEST = 100_000;

    private LayerText() {}

    /**
     * Reads the list.
     *
     * @throws IllegalArgumentException naming the layer that is wrong
     */
    public static List<Layer> parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a list of layers has at most "
                            + LONGEST
                            + " characters, not "
                            + text.length());
        }
        List<Layer> layers = new ArrayList<>();
        for (String part : split(text, ';')) {
            if (!part.isBlank()) {
                layers.add(layer(part.strip()));
            }
        }
        return layers;
    }

    private static Layer layer(String text) {
        List<String> words = split(text, ' ');
        String[] head = words.get(0).split(":", 2);
        Settings settings = new Settings(text, head.length > 1 ? head[1] : null);
        for (String word : words.subList(1, words.size())) {
            settings.add(word);
        }
        Layer layer =
                switch (head[0]) {
                    case "conv2d" ->
                            new Conv2d(
                                    settings.name(),
                                    settings.number("out"),
                                    settings.size("kernel", null),
                                    settings.size("stride", Size.of(1)),
                                    settings.size("padding", Size.of(0)),
                                    settings.flag("bias", true),
                                    false);
                    case "linear" ->
                            new Linear(
                                    settings.name(),
                                    settings.number("out"),
                                    settings.flag("bias", true));
                    case "batch_norm" -> new BatchNorm(settings.name());
                    case "relu" -> Activation.RELU;
                    case "tanh" -> Activation.TANH;
                    case "max_pool", "avg_pool" -> pool(head[0].equals("max_pool"), settings);
                    case "mean" -> new Mean();
                    case "flatten" -> new Flatten();
                    case "stack_frames" -> new StackFrames();
                    case "patches" ->
                            new PatchEmbedding(
                                    settings.name(),
                                    settings.sides("size"),
                                    Math.toIntExact(settings.number("out")));
                    case "class_token" -> new ClassToken(settings.name());
                    case "positions" -> new Positions(settings.name());
                    case "layer_norm" -> new LayerNorm(settings.name());
                    case "block" ->
                            new TransformerBlock(
                                    settings.name(),
                                    Math.toIntExact(settings.number("heads")),
                                    Math.toIntExact(settings.number("hidden")));
                    case "tokens" -> new Tokens();
                    case "stage_end" -> new StageEnd();
                    case "residual" ->
                            new Residual(settings.layers("body"), settings.layers("shortcut"));
                    default ->
                            throw new IllegalArgumentException(
                                    "there is no layer '" + head[0] + "' (in '" + text + "')");
                };
        settings.rejectUnread();
        return layer;
    }

    private static Layer pool(boolean largest, Settings settings) {
        Size kernel = settings.size("kernel", null);
        return new Pool(
                largest,
                kernel,
                settings.size("stride", kernel),
                settings.size("padding", Size.of(0)));
    }

    /** Splits at a separator that is not inside brackets. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == separator && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (depth != 0) {
            throw new IllegalArgumentException("brackets do not match in '" + text + "'");
        }
        parts.add(text.substring(start));
        parts.removeIf(String::isBlank);
        return parts;
    }

    /** The settings of one layer. */
    private static final class Settings {

        private static final long LARGEST = 65_536;

        private final String layer;
        private final String name;
        private final Map<String, String> values = new HashMap<>();
        private boolean nameRead;

        Settings(String layer, String name) {
            this.layer = layer;
            this.name = name;
        }

        void add(String word) {
            String[] pair = word.split("=", 2);
            if (pair.length != 2 || values.put(pair[0], pair[1]) != null) {
                throw wrong("'" + word + "' is not one setting NAME=VALUE");
            }
        }

        String name() {
            nameRead = true;
            if (name == null || !name.matches("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+){0,7}")) {
                throw wrong("its tensors need a name after a colon");
            }
            return name;
        }

        long number(String key) {
            String value = values.remove(key);
            if (value == null) {
                throw wrong("'" + key + "' is missing");
            }
            return number(key, value, 1);
        }

        Size size(String key, Size otherwise) {
            String value = values.remove(key);
            if (value == null) {
                if (otherwise == null) {
                    throw wrong("'" + key + "' is missing");
                }
                return otherwise;
            }
            int least = key.equals("padding") ? 0 : 1;
            String[] sides = value.split("x", 2);
            long height = number(key, sides[0], least);
            return new Size(height, sides.length == 1 ? height : number(key, sides[1], least));
        }

        List<Integer> sides(String key) {
            String value = values.remove(key);
            if (value == null) {
                throw wrong("'" + key + "' is missing");
            }
            return Arrays.stream(value.split("x", -1))
                    .map(side -> Math.toIntExact(number(key, side, 1)))
                    .toList();
        }

        boolean flag(String key, boolean otherwise) {
            String value = values.remove(key);
            if (value == null) {
                return otherwise;
            }
            if (!value.equals("true") && !value.equals("false")) {
                throw wrong("'" + key + "' must be true or false, not '" + value + "'");
            }
            return value.equals("true");
        }

        List<Layer> layers(String key) {
            String value = values.remove(key);
            if (value == null) {
                return List.of();
            }
            if (!value.startsWith("[") || !value.endsWith("]")) {
                throw wrong("'" + key + "' must be a list of layers in brackets");
            }
            return parse(value.substring(1, value.length() - 1));
        }

        void rejectUnread() {
            if (!values.isEmpty()) {
                throw wrong("it has no setting " + values.keySet());
            }
            if (name != null && !nameRead) {
                throw wrong("it has no tensors and needs no name");
            }
        }

        private long number(String key, String text, long least) {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= LARGEST) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below, as the range is.
            }
            throw wrong(
                    "'"
                            + key
                            + "' must be a number from "
                            + least
                            + " to "
                            + LARGEST
                            + ", not '"
                            + text
                            + "'");
        }

        private IllegalArgumentException wrong(String reason) {
            return new IllegalArgumentException("layer '" + layer + "': " + reason);
        }
    }
}
