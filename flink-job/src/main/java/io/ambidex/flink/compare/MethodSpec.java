/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A method, or a chain of them, with its options.
 *
 * @param method one name, or several joined by {@code +}
 * @param options by name; what is not named has its default
 */
public record MethodSpec(String method, Map<String, String> options) {
    /** What every other method is measured against. */
    static final String BASELINE = "joint";

    /** The baseline to beat. */
    static final String TO_BEAT = "joint-with-unimodal-losses";

    private static final List<String> FIRST = List.of(BASELINE, TO_BEAT, "unimodal");

    public MethodSpec {
        options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Reads {@code NAME} or {@code NAME:OPTION=VALUE;OPTION=VALUE}.
     *
     * @throws IllegalArgumentException if an option has no value or stands twice
     */
    public static MethodSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new MethodSpec(text.strip(), Map.of());
        }
        String method = text.substring(0, colon).strip();
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.substring(colon + 1).split(";", -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "an option of method '%s' is written NAME=VALUE, but was '%s'"
                                .formatted(method, option));
            }
            String name = option.substring(0, equals).strip();
            if (options.put(name, option.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException(
                        "option '%s' of method '%s' stands twice".formatted(name, method));
            }
        }
        return new MethodSpec(method, options);
    }

    /** Every registered method by itself with its defaults, the baselines first. */
    public static List<MethodSpec> all() {
        List<String> names = new ArrayList<>(FIRST);
        for (BalancingMethodProvider provider : BalancingMethods.providers()) {
            if (!names.contains(provider.name())) {
                names.add(provider.name());
            }
        }
        return names.stream().map(name -> new MethodSpec(name, Map.of())).toList();
    }

    /** As {@link #parse} reads it; the name in all reports. */
    @Override
    public String toString() {
        if (options.isEmpty()) {
            return method;
        }
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(";", method + ":", ""));
    }
}
