/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.compare.RunResult.CurvePoint;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One method over its seeds.
 *
 * @param method the method as the reports call it
 * @param description what it does
 * @param seeds number of runs with a result
 * @param statistics by key of the figure; a figure that no run has is absent
 * @param monitors the method's own figures at the end, by name
 * @param learned prequential accuracy over the run
 * @param heldOut held-out accuracy over the run
 * @param undominated whether no other method is at least as accurate and as balanced
 */
record MethodRow(
        String method,
        String description,
        int seeds,
        Map<String, Statistic> statistics,
        Map<String, Statistic> monitors,
        List<Point> learned,
        List<Point> heldOut,
        boolean undominated) {

    /**
     * A point of a curve over the seeds.
     *
     * @param examples training examples seen so far
     * @param accuracy 0 to 1
     */
    record Point(long examples, Statistic accuracy) {}

    /**
     * Rows of all methods that have a result, in the order of the methods.
     *
     * @param methods the methods as the reports call them
     * @param figures what to take statistics of
     */
    static List<MethodRow> of(List<String> methods, List<Figure> figures, List<RunResult> results) {
        List<MethodRow> rows = new ArrayList<>();
        for (String method : methods) {
            List<RunResult> runs =
                    results.stream().filter(result -> result.method().equals(method)).toList();
            if (!runs.isEmpty()) {
                rows.add(row(method, figures, runs));
            }
        }
        List<Boolean> undominated =
                ParetoFront.undominated(
                        rows.stream()
                                .map(
                                        row ->
                                                new ParetoFront.Point(
                                                        row.mean("held_out"),
                                                        row.mean("imbalance")))
                                .toList());
        for (int i = 0; i < rows.size(); i++) {
            rows.set(i, rows.get(i).withUndominated(undominated.get(i)));
        }
        return List.copyOf(rows);
    }

    private static MethodRow row(String method, List<Figure> figures, List<RunResult> runs) {
        Map<String, Statistic> statistics = new LinkedHashMap<>();
        for (Figure figure : figures) {
            List<Double> values = new ArrayList<>();
            runs.forEach(run -> values.add(figure.value().apply(run)));
            Statistic statistic = Statistic.of(values);
            if (statistic != null) {
                statistics.put(figure.key(), statistic);
            }
        }
        return new MethodRow(
                method,
                describe(method),
                runs.size(),
                statistics,
                monitors(runs),
                curve(runs, RunResult::learned),
                curve(runs, RunResult::heldOutCurve),
                false);
    }

    /** The mean of a figure; NaN where there is none. */
    double mean(String figure) {
        Statistic statistic = statistics.get(figure);
        return statistic == null ? Double.NaN : statistic.mean();
    }

    private MethodRow withUndominated(boolean value) {
        return new MethodRow(
                method, description, seeds, statistics, monitors, learned, heldOut, value);
    }

    private static Map<String, Statistic> monitors(List<RunResult> runs) {
        Map<String, List<Double>> values = new TreeMap<>();
        for (RunResult run : runs) {
            run.monitors()
                    .forEach(
                            (name, value) ->
                                    values.computeIfAbsent(name, n -> new ArrayList<>())
                                            .add(value));
        }
        Map<String, Statistic> monitors = new LinkedHashMap<>();
        values.forEach((name, some) -> monitors.put(name, Statistic.of(some)));
        return monitors;
    }

    private static List<Point> curve(
            List<RunResult> runs, Function<RunResult, List<CurvePoint>> curve) {
        int length = runs.stream().mapToInt(run -> curve.apply(run).size()).min().orElse(0);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int at = i;
            points.add(
                    new Point(
                            curve.apply(runs.get(0)).get(at).examples(),
                            Statistic.of(
                                    runs.stream()
                                            .map(run -> curve.apply(run).get(at).accuracy())
                                            .toList())));
        }
        return points;
    }

    private static String describe(String method) {
        List<String> parts = List.of(MethodSpec.parse(method).method().split("\\+"));
        return BalancingMethods.providers().stream()
                .filter(provider -> parts.contains(provider.name()))
                .map(BalancingMethodProvider::description)
                .collect(Collectors.joining(" "));
    }
}
