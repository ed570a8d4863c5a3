/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.util.HashMap;
import java.util.Map;

/** What one open page has been told so far, so that it is told only what is new. */
public final class PageReader {
    private final Map<String, TimeTable.Mark> marks = new HashMap<>();
    private final Map<String, String> sections = new HashMap<>();

    TimeTable.Mark mark(String table) {
        return marks.getOrDefault(table, TimeTable.Mark.NONE);
    }

    void seen(String table, TimeTable.Mark mark) {
        marks.put(table, mark);
    }

    /** Whether a section differs from what the page was told last; it counts as told then. */
    boolean isNew(String section, String json) {
        return !json.equals(sections.put(section, json));
    }
}
