/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.List;
import java.util.function.Function;

/**
 * One option of a balancing method: what a user may set, and the check of it.
 *
 * @param <T> type of the value
 * @param name as written in a configuration, lower camel case
 * @param defaultValue text of the default
 * @param unit unit of the value, or what kind of value it is: {@code steps}, {@code nats}, {@code
 *     flag}, ...
 * @param limits the allowed values in words
 * @param description one sentence
 * @param parser turns text into a value; throws {@link IllegalArgumentException} when out of limits
 */
public record MethodOption<T>(
        String name,
        String defaultValue,
        String unit,
        String limits,
        String description,
        Function<String, T> parser) {

    /** A number in [least, most]. */
    public static MethodOption<Double> number(
            String name,
            double defaultValue,
            String unit,
            double least,
            double most,
            String description) {
        return new MethodOption<>(
                name,
                Double.toString(defaultValue),
                unit,
                least + " to " + most,
                description,
                text -> inRange(Double.parseDouble(text.trim()), least, most));
    }

    /** A whole number in [least, most]. */
    public static MethodOption<Long> count(
            String name,
            long defaultValue,
            String unit,
            long least,
            long most,
            String description) {
        return new MethodOption<>(
                name,
                Long.toString(defaultValue),
                unit,
                least + " to " + most,
                description,
                text -> inRange(Long.parseLong(text.trim()), least, most));
    }

    /** {@code true} or {@code false}. */
    public static MethodOption<Boolean> flag(
            String name, boolean defaultValue, String description) {
        return new MethodOption<>(
                name,
                Boolean.toString(defaultValue),
                "flag",
                "true or false",
                description,
                text -> Boolean.valueOf(oneOf(text.trim(), List.of("true", "false"))));
    }

    /** One of several names. */
    public static MethodOption<String> choice(
            String name, String defaultValue, List<String> choices, String description) {
        return new MethodOption<>(
                name,
                defaultValue,
                "name",
                String.join(", ", choices),
                description,
                text -> oneOf(text.trim(), choices));
    }

    /** Free text that the method itself checks when it meets the network. */
    public static MethodOption<String> text(
            String name, String defaultValue, String limits, String description) {
        return new MethodOption<>(name, defaultValue, "text", limits, description, String::trim);
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException stating the limits and the value
     */
    T parse(String method, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "option '%s' of method '%s' must be %s, was '%s'"
                            .formatted(name, method, limits, text),
                    e);
        }
    }

    private static double inRange(double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static long inRange(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static String oneOf(String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw new IllegalArgumentException("not a choice");
        }
        return value;
    }
}
