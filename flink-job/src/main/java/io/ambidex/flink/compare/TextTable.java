/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.util.ArrayList;
import java.util.List;

/** The main figures as a table of plain text, mean ± standard deviation. */
final class TextTable {
    private TextTable() {}

    static String of(ComparisonReport report) {
        List<Figure> figures = report.figures().stream().filter(Figure::main).toList();
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("method"));
        figures.forEach(figure -> head.add(figure.title()));
        lines.add(head);
        for (MethodRow row : report.rows()) {
            List<String> line = new ArrayList<>();
            line.add(row.method() + (row.undominated() ? " *" : ""));
            figures.forEach(figure -> line.add(cell(figure, row)));
            lines.add(line);
        }
        return align(lines)
                + "Accuracies, contributions and imbalance in percent; * no other method is as accurate"
                + " and as balanced.\n";
    }

    /** Mean ± deviation; a dash where there is none. */
    static String cell(Figure figure, MethodRow row) {
        Statistic statistic = row.statistics().get(figure.key());
        if (statistic == null) {
            return "–";
        }
        String mean = figure.unit().show(statistic.mean());
        return statistic.count() < 2
                ? mean
                : mean + " ± " + figure.unit().show(statistic.deviation());
    }

    private static String align(List<List<String>> lines) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String pad = " ".repeat(widths[c] - line.get(c).length());
                row.append(c == 0 ? line.get(c) + pad : "  " + pad + line.get(c));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
