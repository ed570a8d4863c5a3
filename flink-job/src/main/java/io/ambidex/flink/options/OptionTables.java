/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/** Prints every option as Markdown tables; the documentation holds exactly this text. */
public final class OptionTables {

    /** One table per group: key, default and meaning. */
    public static String markdown() {
        return OptionCatalog.groups().stream()
                .map(OptionTables::table)
                .collect(Collectors.joining("\n"));
    }

    private static String table(OptionCatalog.Group group) {
        StringBuilder text = new StringBuilder("### ").append(group.title()).append("\n\n");
        text.append("| option | default | meaning |\n|---|---|---|\n");
        for (ConfigOption<?> option : group.options()) {
            text.append("| `").append(option.key());
            text.append(OptionCatalog.isMap(option) ? ".KEY" : "").append("` | ");
            text.append(defaultOf(option)).append(" | ");
            text.append(description(option)).append(" |\n");
        }
        return text.toString();
    }

    private static String defaultOf(ConfigOption<?> option) {
        boolean byName = option.key().equals("modality.NAME.topic");
        if (byName) {
            return "the name";
        }
        if (!option.hasDefaultValue() || OptionCatalog.isMap(option)) {
            return "none";
        }
        return "`" + defaultText(option) + "`";
    }

    /** The default value as a person writes it; the option must have one. */
    public static String defaultText(ConfigOption<?> option) {
        return text(option.defaultValue());
    }

    /** The description as plain text. */
    public static String description(ConfigOption<?> option) {
        return new HtmlFormatter().format(option.description());
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return TimeUtils.formatWithHighestUnit(duration);
        }
        if (value instanceof Enum<?>) {
            return value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (value instanceof List<?> list) {
            return list.stream().map(OptionTables::text).collect(Collectors.joining("; "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.toString();
        }
        return value.toString();
    }

    private OptionTables() {}
}
