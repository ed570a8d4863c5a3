/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tables as Markdown, and one sentence for every method that is worse than the one to beat. */
final class MarkdownReport {
    private final ComparisonReport report;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(ComparisonReport report) {
        this.report = report;
    }

    static String of(ComparisonReport report) {
        return new MarkdownReport(report).write();
    }

    private String write() {
        Setting setting = report.setting();
        text.append(
                "%s: %d examples to learn from, %d held out, %d classes; %s; %s, batches of %d, %s, learning rate %s; mean ± standard deviation over %s. Accuracies, contributions and imbalance in percent.\n\n"
                        .formatted(
                                escape(setting.input()),
                                setting.train(),
                                setting.heldOut(),
                                setting.classes(),
                                escape(setting.network()),
                                count(setting.passes(), "pass", "passes"),
                                setting.batchSize(),
                                setting.optimizer(),
                                setting.learningRate(),
                                count(setting.seeds(), "seed", "seeds")));
        search(setting);
        table("Accuracy", figure -> isAccuracy(figure.key()));
        table("Balance and cost", figure -> figure.main() && isBalanceOrCost(figure.key()));
        if (report.figures().stream().anyMatch(figure -> isAttention(figure.key()))) {
            table("Attention of the class token", figure -> isAttention(figure.key()));
        }
        table(
                "Robustness: held-out accuracy with one modality noisy or missing",
                figure -> figure.key().contains("_noisy_") || figure.key().endsWith("_missing"));
        monitors();
        comparisons();
        notes();
        return text.toString();
    }

    private void search(Setting setting) {
        if (!setting.searched().isEmpty()) {
            text.append("Learning rates tried with `").append(MethodSpec.TO_BEAT);
            text.append("` on a fifth of the training examples: ");
            text.append(
                    setting.searched().entrySet().stream()
                            .map(
                                    rate ->
                                            String.format(
                                                    Locale.ROOT,
                                                    "%s gives %.1f %%",
                                                    rate.getKey(),
                                                    100 * rate.getValue()))
                            .collect(Collectors.joining(", ")));
            text.append(".\n\n");
        }
    }

    private boolean isAccuracy(String key) {
        return List.of("prequential", "held_out", "macro_f1").contains(key)
                || key.endsWith("_split")
                || key.endsWith("_probe");
    }

    private static boolean isAttention(String key) {
        return key.contains("_attention") || key.equals("attention_spread");
    }

    private static boolean isBalanceOrCost(String key) {
        return key.endsWith("_contribution")
                || List.of("imbalance", "relative_time", "peak_memory_bytes").contains(key);
    }

    private void table(String title, Predicate<Figure> columns) {
        List<Figure> figures = report.figures().stream().filter(columns).toList();
        text.append("**").append(title).append("**\n\n| method |");
        figures.forEach(figure -> text.append(' ').append(escape(figure.title())).append(" |"));
        text.append("\n|---|").append("---:|".repeat(figures.size())).append('\n');
        for (MethodRow row : report.rows()) {
            text.append("| ").append(code(row.method())).append(" |");
            figures.forEach(
                    figure -> text.append(' ').append(TextTable.cell(figure, row)).append(" |"));
            text.append('\n');
        }
        text.append('\n');
    }

    private void monitors() {
        if (report.rows().stream().allMatch(row -> row.monitors().isEmpty())) {
            return;
        }
        text.append(
                "**The methods' own monitors at the end**\n\n| method | monitors |\n|---|---|\n");
        for (MethodRow row : report.rows()) {
            text.append("| ").append(code(row.method())).append(" | ");
            text.append(
                    row.monitors().entrySet().stream()
                            .map(monitor -> monitor(monitor.getKey(), monitor.getValue()))
                            .collect(Collectors.joining("; ")));
            text.append(" |\n");
        }
        text.append('\n');
    }

    private static String monitor(String name, Statistic value) {
        return "%s %s ± %s"
                .formatted(escape(name), figure(value.mean()), figure(value.deviation()));
    }

    /** Four digits that count, as small as they may be: monitors have all sizes. */
    private static String figure(double value) {
        return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toString();
    }

    private void comparisons() {
        Optional<MethodRow> toBeat =
                report.rows().stream()
                        .filter(row -> row.method().equals(MethodSpec.TO_BEAT))
                        .findFirst();
        if (toBeat.isEmpty()) {
            return;
        }
        for (MethodRow row : report.rows()) {
            Statistic own = row.statistics().get("held_out");
            Statistic other = toBeat.get().statistics().get("held_out");
            if (own != null && other != null && own.mean() < other.mean()) {
                boolean close = other.mean() - own.mean() <= own.deviation() + other.deviation();
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%s is worse than `%s`: %.1f ± %.1f %% held-out accuracy against %.1f ± %.1f %%%s.\n\n",
                                code(row.method()),
                                MethodSpec.TO_BEAT,
                                100 * own.mean(),
                                100 * own.deviation(),
                                100 * other.mean(),
                                100 * other.deviation(),
                                close ? ", within the spread of the seeds" : ""));
            }
        }
    }

    private void notes() {
        for (Map.Entry<String, String> failure : report.failures().entrySet()) {
            text.append("Failed: ").append(escape(failure.getKey())).append(": ");
            text.append(escape(failure.getValue())).append("\n\n");
        }
        for (Map.Entry<String, String> left : report.leftOut().entrySet()) {
            text.append("Left out: ").append(code(left.getKey())).append(": ");
            text.append(escape(left.getValue())).append("\n\n");
        }
    }

    private static String count(int number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** Code in a cell: neither a back tick nor a bar may end it. */
    private static String code(String name) {
        return "`" + name.replace('`', '\'').replace("|", "\\|").replace('\n', ' ') + "`";
    }

    private static String escape(String words) {
        return words.replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1").replace('\n', ' ');
    }
}
