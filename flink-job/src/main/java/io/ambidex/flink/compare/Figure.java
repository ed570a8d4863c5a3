/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.compare.RunResult.Attention;
import io.ambidex.flink.compare.RunResult.ModalityResult;
import io.ambidex.flink.compare.RunResult.NoisePoint;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * One column of the tables.
 *
 * @param key name in CSV and JSON
 * @param title head of the column
 * @param unit how its values are shown
 * @param main whether it stands in the table on the terminal
 * @param value its value in one run; null when the run has none
 */
record Figure(
        String key, String title, Unit unit, boolean main, Function<RunResult, Double> value) {

    /** How values are shown. */
    enum Unit {
        /** A share, shown in percent. */
        PERCENT(100, 1),
        /** A ratio. */
        FACTOR(1, 2),
        /** Bytes, shown in MiB. */
        MEBIBYTES(1.0 / (1 << 20), 0),
        /** Anything else. */
        NUMBER(1, 0);

        private final double scale;
        private final int digits;

        Unit(double scale, int digits) {
            this.scale = scale;
            this.digits = digits;
        }

        /** A value as people read it. */
        String show(double value) {
            return String.format(Locale.ROOT, "%." + digits + "f", scale * value);
        }
    }

    /**
     * Every column for these modalities and levels of noise.
     *
     * @param modalities names in the network's order
     * @param decibels signal-to-noise ratios of the robustness figures
     */
    static List<Figure> of(List<String> modalities, List<Double> decibels) {
        List<Figure> figures = new ArrayList<>();
        figures.add(percent("prequential", "prequential", true, RunResult::prequential));
        figures.add(percent("held_out", "held-out", true, RunResult::heldOut));
        figures.add(percent("macro_f1", "macro F1", true, RunResult::macroF1));
        for (int m = 0; m < modalities.size(); m++) {
            String name = modalities.get(m);
            figures.add(of(m, name + "_split", name + " split", true, ModalityResult::split));
            figures.add(of(m, name + "_probe", name + " probe", true, ModalityResult::probe));
        }
        for (int m = 0; m < modalities.size(); m++) {
            String name = modalities.get(m);
            figures.add(
                    of(
                            m,
                            name + "_contribution",
                            name + " contribution",
                            true,
                            ModalityResult::contribution));
        }
        figures.add(percent("imbalance", "imbalance", true, RunResult::imbalance));
        attention(modalities, decibels, figures);
        for (int m = 0; m < modalities.size(); m++) {
            robustness(m, modalities.get(m), decibels, figures);
        }
        figures.add(
                new Figure(
                        "relative_time",
                        "time / joint",
                        Unit.FACTOR,
                        true,
                        RunResult::relativeTime));
        figures.add(
                new Figure(
                        "micros_per_example",
                        "µs / example",
                        Unit.NUMBER,
                        false,
                        RunResult::microsPerExample));
        figures.add(
                new Figure(
                        "peak_memory_bytes",
                        "memory MiB",
                        Unit.MEBIBYTES,
                        true,
                        run ->
                                run.peakMemoryBytes() == null
                                        ? null
                                        : run.peakMemoryBytes().doubleValue()));
        figures.add(
                new Figure(
                        "skipped_steps",
                        "skipped steps",
                        Unit.NUMBER,
                        false,
                        run -> (double) run.skippedSteps()));
        return List.copyOf(figures);
    }

    /** Only an attention fusion has them. */
    private static void attention(
            List<String> modalities, List<Double> decibels, List<Figure> figures) {
        for (int m = 0; m < modalities.size(); m++) {
            String name = modalities.get(m);
            figures.add(
                    of(
                            m,
                            name + "_attention",
                            name + " attention",
                            true,
                            attended(Attention::mass)));
            figures.add(
                    of(
                            m,
                            name + "_attention_per_token",
                            name + " attention per token",
                            false,
                            attended(Attention::perToken)));
        }
        figures.add(
                new Figure(
                        "attention_spread", "cosine spread", Unit.FACTOR, false, Figure::spread));
        for (int m = 0; m < modalities.size(); m++) {
            for (double decibel : decibels) {
                String level = level(decibel);
                figures.add(
                        of(
                                m,
                                modalities.get(m) + "_attention_" + level + "_db",
                                modalities.get(m) + " attention at " + level + " dB",
                                false,
                                result -> at(result, decibel, NoisePoint::attention)));
            }
        }
    }

    private static Function<ModalityResult, Double> attended(Function<Attention, Double> value) {
        return result -> result.attention() == null ? null : value.apply(result.attention());
    }

    /** Largest minus smallest cosine of query and mean key. */
    private static Double spread(RunResult run) {
        DoubleSummaryStatistics cosines =
                run.modalities().stream()
                        .map(ModalityResult::attention)
                        .filter(Objects::nonNull)
                        .mapToDouble(Attention::cosine)
                        .summaryStatistics();
        return cosines.getCount() < 2 ? null : cosines.getMax() - cosines.getMin();
    }

    private static void robustness(
            int modality, String name, List<Double> decibels, List<Figure> figures) {
        if (!decibels.isEmpty()) {
            figures.add(
                    of(
                            modality,
                            name + "_noisy",
                            "noisy " + name,
                            true,
                            result ->
                                    result.noisy().stream()
                                            .mapToDouble(NoisePoint::accuracy)
                                            .average()
                                            .orElse(Double.NaN)));
        }
        for (double decibel : decibels) {
            String level = level(decibel);
            figures.add(
                    of(
                            modality,
                            name + "_noisy_" + level + "_db",
                            name + " at " + level + " dB",
                            false,
                            result -> at(result, decibel, NoisePoint::accuracy)));
        }
        figures.add(of(modality, name + "_missing", "no " + name, true, ModalityResult::missing));
    }

    /** A level without needless digits. */
    static String level(double decibel) {
        return decibel == Math.rint(decibel)
                ? Long.toString((long) decibel)
                : Double.toString(decibel);
    }

    private static Double at(
            ModalityResult result, double decibel, Function<NoisePoint, Double> value) {
        for (NoisePoint point : result.noisy()) {
            if (point.decibel() == decibel) {
                return value.apply(point);
            }
        }
        return null;
    }

    private static Figure percent(
            String key, String title, boolean main, Function<RunResult, Double> value) {
        return new Figure(key, title, Unit.PERCENT, main, value);
    }

    private static Figure of(
            int modality,
            String key,
            String title,
            boolean main,
            Function<ModalityResult, Double> value) {
        return percent(key, title, main, run -> value.apply(run.modalities().get(modality)));
    }
}
