/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of a comparison in all their forms: {@code results.csv}, {@code results.json}, {@code
 * results.md} and {@code report.html}, and a table for the terminal.
 *
 * @param setting what all runs have in common
 * @param figures the columns that at least one method has
 * @param rows one for each method that has a result
 * @param failures reasons by run
 * @param leftOut reasons by method
 */
record ComparisonReport(
        Setting setting,
        List<Figure> figures,
        List<MethodRow> rows,
        Map<String, String> failures,
        Map<String, String> leftOut) {

    /**
     * From results.
     *
     * @param methods the methods as the reports call them, in their order
     */
    static ComparisonReport of(
            Setting setting,
            List<String> methods,
            List<RunResult> results,
            Map<String, String> failures,
            Map<String, String> leftOut) {
        List<Figure> figures = Figure.of(setting.modalities(), setting.noiseDecibels());
        List<MethodRow> rows = MethodRow.of(methods, figures, results);
        return new ComparisonReport(
                setting,
                figures.stream().filter(figure -> isThere(figure, rows)).toList(),
                rows,
                new TreeMap<>(failures),
                new TreeMap<>(leftOut));
    }

    private static boolean isThere(Figure figure, List<MethodRow> rows) {
        return rows.stream().anyMatch(row -> row.statistics().containsKey(figure.key()));
    }

    /** Writes all files and prints the table. */
    void write(Path folder, PrintWriter out) throws IOException {
        replace(folder.resolve("results.csv"), CsvTable.of(this));
        replace(folder.resolve("results.json"), JsonReport.of(this));
        replace(folder.resolve("results.md"), MarkdownReport.of(this));
        replace(folder.resolve("report.html"), HtmlReport.of(this));
        out.println();
        out.print(TextTable.of(this));
        failures.forEach((run, reason) -> out.printf("failed: %s: %s%n", run, reason));
        out.printf("%nreport  %s%n", folder.resolve("report.html"));
        out.flush();
    }

    private static void replace(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.writeString(unfinished, text);
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
