/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Every option there is, in the order in which the documentation lists them. */
public final class OptionCatalog {

    /**
     * Everything below this prefix is handed to Flink without it, for example {@code
     * flink.rest.port}.
     */
    public static final String FLINK_PREFIX = "flink.";

    private static final String MODALITY_PREFIX = "modality.";

    private static final Map<String, Class<?>> GROUPS =
            ordered(
                    "Kafka", ConnectionOptions.class,
                    "Topics", TopicOptions.class,
                    "Modalities", ModalityOptions.class,
                    "Pairing", WindowOptions.class,
                    "Labels", LabelOptions.class,
                    "Network", NetworkOptions.class,
                    "Training", TrainingOptions.class,
                    "Publication", PublicationOptions.class,
                    "Serving", ServingOptions.class,
                    "Monitoring", MonitoringOptions.class,
                    "Drift", DriftOptions.class,
                    "Alerts", AlertOptions.class);

    /**
     * Options of one concern.
     *
     * @param title heading in the documentation
     * @param options in the order of their declaration
     */
    public record Group(String title, List<ConfigOption<?>> options) {}

    /** All groups; options of a modality stand under the name {@code NAME}. */
    public static List<Group> groups() {
        return GROUPS.entrySet().stream()
                .map(group -> new Group(group.getKey(), optionsOf(group.getValue())))
                .toList();
    }

    /**
     * Refuses keys that no option has.
     *
     * @throws InvalidOptionException for the first unknown key in alphabetical order, with the
     *     nearest known one
     */
    public static void refuseUnknown(Configuration configuration) {
        List<ConfigOption<?>> known = known(configuration);
        configuration.keySet().stream()
                .sorted()
                .filter(key -> !key.startsWith(FLINK_PREFIX))
                .filter(key -> known.stream().noneMatch(option -> covers(option, key)))
                .findFirst()
                .ifPresent(
                        key -> {
                            throw new InvalidOptionException(
                                    "unknown option " + key + suggestion(key, known));
                        });
    }

    /** Whether the option's values stand under keys of their own below its key. */
    static boolean isMap(ConfigOption<?> option) {
        return option.hasDefaultValue() && option.defaultValue() instanceof Map;
    }

    private static boolean covers(ConfigOption<?> option, String key) {
        return option.key().equals(key) || isMap(option) && key.startsWith(option.key() + ".");
    }

    private static String suggestion(String key, List<ConfigOption<?>> known) {
        if (key.startsWith(MODALITY_PREFIX)) {
            String name = key.substring(MODALITY_PREFIX.length()).split("\\.", 2)[0];
            boolean named =
                    known.stream().anyMatch(o -> o.key().startsWith(MODALITY_PREFIX + name + "."));
            if (!named) {
                return ": " + ModalityOptions.MODALITIES.key() + " does not name " + name;
            }
        }
        Optional<String> nearest =
                known.stream()
                        .map(ConfigOption::key)
                        .min(Comparator.comparingInt(candidate -> distance(key, candidate)));
        return "; did you mean " + nearest.orElseThrow() + "?";
    }

    private static List<ConfigOption<?>> known(Configuration configuration) {
        List<ConfigOption<?>> known = new ArrayList<>();
        GROUPS.values().forEach(group -> known.addAll(declaredIn(group)));
        for (String name : configuration.get(ModalityOptions.MODALITIES)) {
            known.addAll(ModalityOptions.of(name).all());
        }
        return known;
    }

    private static List<ConfigOption<?>> optionsOf(Class<?> group) {
        List<ConfigOption<?>> declared = declaredIn(group);
        return group == ModalityOptions.class
                ? Stream.concat(declared.stream(), ModalityOptions.of("NAME").all().stream())
                        .toList()
                : declared;
    }

    private static List<ConfigOption<?>> declaredIn(Class<?> group) {
        List<ConfigOption<?>> options = new ArrayList<>();
        for (Field field : group.getFields()) {
            if (ConfigOption.class.isAssignableFrom(field.getType())) {
                try {
                    options.add((ConfigOption<?>) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("an option is public: " + field, e);
                }
            }
        }
        return options;
    }

    /** Levenshtein distance: insertions, deletions and replacements of one character. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }

    private static Map<String, Class<?>> ordered(Object... titlesAndGroups) {
        Map<String, Class<?>> groups = new java.util.LinkedHashMap<>();
        for (int i = 0; i < titlesAndGroups.length; i += 2) {
            groups.put((String) titlesAndGroups[i], (Class<?>) titlesAndGroups[i + 1]);
        }
        return groups;
    }

    private OptionCatalog() {}
}
