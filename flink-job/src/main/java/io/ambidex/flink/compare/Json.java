/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How plans and results are written: always the same text for the same values. */
final class Json {
    private Json() {}

    /**
     * One line, for digests and for what goes into a page. Maps are written in the order of their
     * keys: that of an immutable map is another in every JVM.
     */
    static ObjectMapper compact() {
        return JsonMapper.builder()
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
    }

    /** For people to read. */
    static ObjectMapper indented() {
        return compact().enable(SerializationFeature.INDENT_OUTPUT);
    }
}
