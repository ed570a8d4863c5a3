/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;

/** Reads options from YAML: nested, flat (with dots in the keys), or both. */
public final class OptionFiles {

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /**
     * Reads a file.
     *
     * @throws InvalidOptionException if it is missing, unreadable or no YAML map
     */
    public static Configuration read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidOptionException("cannot read the options file " + file + ": " + e, e);
        } catch (InvalidOptionException e) {
            throw new InvalidOptionException("options file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a text; what it does not name keeps its default.
     *
     * @throws InvalidOptionException if it is no YAML map, or names one option twice
     */
    public static Configuration parse(String yaml) {
        if (yaml.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
            return new Configuration();
        }
        Object root;
        try {
            root = YAML.readValue(yaml, Object.class);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidOptionException(
                    "not YAML at line "
                            + line
                            + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
        if (root == null) {
            return new Configuration();
        }
        if (!(root instanceof Map<?, ?> map)) {
            throw new InvalidOptionException("options are a map of names to values");
        }
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", map, flat);
        return Configuration.fromMap(flat);
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> into) {
        map.forEach(
                (name, value) -> {
                    String key = prefix + name;
                    if (value instanceof Map<?, ?> nested) {
                        flatten(key + ".", nested, into);
                    } else if (value != null && into.putIfAbsent(key, text(value)) != null) {
                        throw new InvalidOptionException("option " + key + " is given twice");
                    }
                });
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(OptionFiles::quoted).collect(Collectors.joining(", ", "[", "]"))
                : value.toString();
    }

    private static String quoted(Object element) {
        return "'" + element.toString().replace("'", "''") + "'";
    }

    private OptionFiles() {}
}
