/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;

/** The whole report as JSON; shares are 0 to 1. */
final class JsonReport {
    private JsonReport() {}

    /** A figure without its way of being computed. */
    private record Column(String key, String title, Figure.Unit unit, boolean main) {}

    private record Document(
            Setting setting,
            List<Column> figures,
            List<MethodRow> methods,
            Map<String, String> failures,
            Map<String, String> leftOut) {}

    /** For people and programs. */
    static String of(ComparisonReport report) {
        try {
            return Json.indented().writeValueAsString(document(report)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always writable", e);
        }
    }

    /** For a script element: nothing in it can end the element. */
    static String forScript(ComparisonReport report) {
        try {
            return Json.compact()
                    .writeValueAsString(document(report))
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always writable", e);
        }
    }

    private static Document document(ComparisonReport report) {
        return new Document(
                report.setting(),
                report.figures().stream()
                        .map(f -> new Column(f.key(), f.title(), f.unit(), f.main()))
                        .toList(),
                report.rows(),
                report.failures(),
                report.leftOut());
    }
}
