/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checked values of a method's options. Immutable. */
public final class MethodOptions {
    private final Map<String, Object> values;

    private MethodOptions(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Checks names and values against a method's schema.
     *
     * @param method name of the method, for messages
     * @param schema every option of the method
     * @param texts what the user set; the rest has its default
     * @throws IllegalArgumentException for an unknown name (with the nearest known one) or a value
     *     out of its limits
     */
    public static MethodOptions parse(
            String method, List<MethodOption<?>> schema, Map<String, String> texts) {
        Map<String, String> left = new TreeMap<>(texts);
        Map<String, Object> values = new LinkedHashMap<>();
        for (MethodOption<?> option : schema) {
            String text = left.remove(option.name());
            values.put(
                    option.name(),
                    option.parse(method, text == null ? option.defaultValue() : text));
        }
        if (!left.isEmpty()) {
            String unknown = left.keySet().iterator().next();
            throw new IllegalArgumentException(
                    "method '%s' has no option '%s'%s"
                            .formatted(
                                    method,
                                    unknown,
                                    NearestName.hint(
                                            unknown,
                                            schema.stream().map(MethodOption::name).toList())));
        }
        return new MethodOptions(values);
    }

    /** The value of an option that stands in the schema. */
    @SuppressWarnings("unchecked") // parse() put in what the option's own parser gave
    public <T> T get(MethodOption<T> option) {
        T value = (T) values.get(option.name());
        if (value == null) {
            throw new IllegalArgumentException(
                    "option '" + option.name() + "' is not in the schema");
        }
        return value;
    }

    /** All values as text, in the order of the schema. */
    public Map<String, String> asText() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }
}
