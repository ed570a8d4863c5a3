/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Every figure of every method as CSV: {@code KEY_mean} and {@code KEY_sd}, shares from 0 to 1;
 * empty where a method has no such figure.
 */
final class CsvTable {
    private CsvTable() {}

    static String of(ComparisonReport report) {
        StringBuilder text = new StringBuilder();
        List<String> head = new ArrayList<>(List.of("method", "seeds", "undominated"));
        for (Figure figure : report.figures()) {
            head.add(figure.key() + "_mean");
            head.add(figure.key() + "_sd");
        }
        line(head, text);
        for (MethodRow row : report.rows()) {
            List<String> cells = new ArrayList<>();
            cells.add(row.method());
            cells.add(Integer.toString(row.seeds()));
            cells.add(Boolean.toString(row.undominated()));
            for (Figure figure : report.figures()) {
                Statistic statistic = row.statistics().get(figure.key());
                cells.add(statistic == null ? "" : Double.toString(statistic.mean()));
                cells.add(statistic == null ? "" : Double.toString(statistic.deviation()));
            }
            line(cells, text);
        }
        return text.toString();
    }

    private static void line(List<String> cells, StringBuilder text) {
        text.append(String.join(",", cells.stream().map(CsvTable::quote).toList())).append("\r\n");
    }

    /** RFC 4180; a leading sign that a spreadsheet would take for a formula is defused. */
    private static String quote(String cell) {
        String safe = cell.matches("[=+@].*") ? "'" + cell : cell;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
