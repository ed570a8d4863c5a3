/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.Input;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a degradation does to a modality.
 *
 * @param kind what
 * @param value how much, in the unit of the kind; 0 where it has none
 */
public record Effect(Kind kind, double value) {

    private static final Pattern AMOUNT =
            Pattern.compile("(?<number>-?\\d{1,6}(\\.\\d{1,3})?)(?<unit>dB|px|ms|s)");

    /** What can go wrong. */
    public enum Kind {
        /** White noise, {@code noise=DB}: 0 dB by default. */
        NOISE("dB", -40, 60, 0.0, EnumSet.of(Input.AUDIO, Input.VIDEO)),
        /** Other voices, {@code babble=DB}: 0 dB by default. */
        BABBLE("dB", -40, 60, 0.0, EnumSet.of(Input.AUDIO)),
        /** Sound without a signal. */
        SILENCE("", 0, 0, 0.0, EnumSet.of(Input.AUDIO)),
        /** Pictures out of focus, {@code blur=PIXELS}: an eighth of the smaller side by default. */
        BLUR("px", 1, 500, 0.0, EnumSet.of(Input.VIDEO)),
        /** Pictures without light. */
        BLACK("", 0, 0, 0.0, EnumSet.of(Input.VIDEO)),
        /** The last record before, again and again. */
        FREEZE("", 0, 0, 0.0, EnumSet.of(Input.AUDIO, Input.VIDEO)),
        /** Records do not come at all. */
        DROP("", 0, 0, 0.0, EnumSet.of(Input.AUDIO, Input.VIDEO)),
        /** Event times that lag behind, {@code delay=200ms}. */
        DELAY("ms", 1, 60_000, null, EnumSet.of(Input.AUDIO, Input.VIDEO));

        private final String unit;
        private final double least;
        private final double most;
        private final Double otherwise;
        private final Set<Input> inputs;

        Kind(String unit, double least, double most, Double otherwise, Set<Input> inputs) {
            this.unit = unit;
            this.least = least;
            this.most = most;
            this.otherwise = otherwise;
            this.inputs = inputs;
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads an amount; null when the kind has none, or it is out of range. */
        private Double amount(String text) {
            if (text == null) {
                return otherwise;
            }
            Matcher form = AMOUNT.matcher(text);
            if (!form.matches()) {
                return null;
            }
            boolean seconds = form.group("unit").equals("s") && unit.equals("ms");
            double value = Double.parseDouble(form.group("number")) * (seconds ? 1_000 : 1);
            boolean fits =
                    (seconds || form.group("unit").equals(unit)) && value >= least && value <= most;
            return fits ? value : null;
        }

        private String usage() {
            if (unit.isEmpty()) {
                return label();
            }
            String amount = "%s=%.0f..%.0f%s".formatted(label(), least, most, unit);
            return otherwise == null ? amount : label() + " or " + amount;
        }
    }

    /**
     * Reads {@code noise=5dB}, {@code blur}, {@code delay=200ms} and so on; {@code 5dB} alone is
     * babble in sound and noise in pictures.
     *
     * @throws IllegalArgumentException if the modality has no such effect, or its value is out of
     *     range; names what there is
     */
    static Effect parse(Input input, String text) {
        String[] parts = text.split("=", 2);
        boolean bare = parts.length == 1 && AMOUNT.matcher(text).matches();
        String name = !bare ? parts[0] : input == Input.AUDIO ? "babble" : "noise";
        String amount = bare ? text : parts.length == 2 ? parts[1] : null;
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.label().equals(name) && kind.inputs.contains(input))
                .filter(kind -> kind.amount(amount) != null)
                .findFirst()
                .map(kind -> new Effect(kind, kind.amount(amount)))
                .orElseThrow(() -> unknown(input, text));
    }

    private static IllegalArgumentException unknown(Input input, String text) {
        return new IllegalArgumentException(
                "%s can have -40..60dB, %s, but not '%s'"
                        .formatted(
                                input.name().toLowerCase(Locale.ROOT),
                                Arrays.stream(Kind.values())
                                        .filter(kind -> kind.inputs.contains(input))
                                        .map(Kind::usage)
                                        .collect(Collectors.joining(", ")),
                                text));
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        boolean plain = kind.unit.isEmpty() || kind == Kind.BLUR && value == 0;
        return plain
                ? kind.label()
                : "%s=%s%s"
                        .formatted(
                                kind.label(),
                                value == Math.rint(value)
                                        ? Long.toString((long) value)
                                        : Double.toString(value),
                                kind.unit);
    }
}
