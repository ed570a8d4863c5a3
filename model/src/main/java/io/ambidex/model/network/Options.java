/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options of one encoder or fusion: every one is read with its limits, unknown ones are refused.
 */
final class Options {

    private final String owner;
    private final Map<String, String> values;
    private final Set<String> read = new LinkedHashSet<>();

    Options(String owner, Map<String, String> values) {
        this.owner = owner;
        this.values = values;
    }

    String text(String name, String otherwise) {
        read.add(name);
        return values.getOrDefault(name, otherwise);
    }

    String requiredText(String name) {
        String value = text(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(owner + " needs the option '" + name + "'");
        }
        return value;
    }

    /** One of the choices; the first is the default. */
    String choice(String name, String... choices) {
        String value = text(name, choices[0]);
        if (!List.of(choices).contains(value)) {
            throw new IllegalArgumentException(
                    owner
                            + ": "
                            + name
                            + " must be one of "
                            + String.join(", ", choices)
                            + ", but is '"
                            + value
                            + "'");
        }
        return value;
    }

    int number(String name, int otherwise, int least, int most) {
        return parse(name, text(name, Integer.toString(otherwise)), least, most);
    }

    double decimal(String name, double otherwise, double least, double most) {
        String text = text(name, Double.toString(otherwise));
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s option '%s' must be a number between %s and %s, not '%s'"
                            .formatted(owner, name, least, most, text));
        }
        return value;
    }

    /** Numbers separated by commas. */
    List<Integer> numbers(String name, String otherwise, int least, int most) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text(name, otherwise).split(",", -1)) {
            numbers.add(parse(name, part.strip(), least, most));
        }
        return numbers;
    }

    /** Numbers with an x between them, such as 16x8. */
    List<Integer> sides(String name) {
        List<Integer> sides = new ArrayList<>();
        for (String side : requiredText(name).split("x", -1)) {
            sides.add(parse(name, side.strip(), 1, 65_536));
        }
        return sides;
    }

    /** To be called after the last option was read. */
    void rejectUnknown() {
        for (String name : values.keySet()) {
            if (!read.contains(name)) {
                throw new IllegalArgumentException(
                        owner + " has no option '" + name + "'; it has " + read);
            }
        }
    }

    private int parse(String name, String text, int least, int most) {
        try {
            return Require.inRange(
                    owner + " option '" + name + "'", Integer.parseInt(text), least, most);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    owner + " option '" + name + "' must be a whole number, not '" + text + "'");
        }
    }
}
