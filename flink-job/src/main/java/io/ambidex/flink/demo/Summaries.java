/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ambidex.connectors.schema.LedgerEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Makes, writes and prints the summary of a run. */
final class Summaries {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Summaries() {}

    /**
     * Sums up.
     *
     * @param run what was asked for
     * @param wallTime from the start of the job to the end of the drain
     * @param story both learners in every part; null for none
     */
    static Summary of(
            DemoRun run,
            PlayedLabels played,
            Observations.View seen,
            Duration wallTime,
            Story story,
            List<Promise> promises) {
        MonitorTally monitors = seen.monitors();
        long firstPassEnd = played.passes() > 1 ? played.firstPassEndMillis() : Long.MAX_VALUE;
        int lastPass = played.passes() - 1;
        Score test = seen.predictions().score(played, 0, true);
        return new Summary(
                played.count(),
                seen.predictions().withMissingModality(),
                seen.predictions().total(),
                monitors.examples(),
                total(seen, LedgerEntry::getExpired),
                total(seen, LedgerEntry::getAmbiguous),
                monitors.evaluated(),
                total(seen, LedgerEntry::getNonRepeatableDecisions),
                seen.deadLetters(),
                monitors.lastStep(),
                monitors.skippedSteps(),
                seen.versions().count(),
                seen.versions()
                        .last()
                        .map(
                                v ->
                                        new Summary.FinalModel(
                                                v.getPath(),
                                                v.getEpoch(),
                                                v.getNumber(),
                                                v.getDigest()))
                        .orElse(null),
                monitors.score(Long.MIN_VALUE, firstPassEnd).accuracy(),
                monitors.windowed(),
                monitors.score(firstPassEnd, Long.MAX_VALUE).accuracy(),
                seen.predictions().score(played, 0, false).accuracy(),
                test.accuracy(),
                lastPass > 0
                        ? seen.predictions().score(played, lastPass, true).accuracy()
                        : Map.of(),
                test.examples(),
                monitors.discrepancyRatio(),
                monitors.fisherTrace(),
                Percentiles.of(seen.versions().freshnessMillis(seen.predictions().firstUse())),
                run.checkpointInterval().toMillis(),
                monitors.examplesPerSecond(),
                wallTime.toMillis() / 1000.0,
                run.seed(),
                run.method(),
                run.input(),
                story,
                promises);
    }

    private static long total(Observations.View seen, ToLongFunction<LedgerEntry> field) {
        return seen.ledger().last().map(field::applyAsLong).orElse(0L);
    }

    /** Writes {@code summary.json}. */
    static void write(Summary summary, Path file) throws IOException {
        JSON.writeValue(file.toFile(), summary);
    }

    /** Prints what a person wants to know. */
    static void print(Summary s, Path file, PrintWriter out) {
        out.println();
        row(out, "clips", "%d played, %d predicted", s.clips(), s.predictions());
        if (s.clipsWithMissingModality() > 0) {
            row(out, "", "%d with a missing modality", s.clipsWithMissingModality());
        }
        if (s.steps() > 0) {
            row(
                    out,
                    "training",
                    "%d examples in %d steps of %s, %.1f examples/s",
                    s.examplesTrained(),
                    s.steps(),
                    s.method(),
                    s.examplesPerSecond());
            row(out, "prequential accuracy", "%s", accuracies(s.prequentialAccuracy()));
            row(out, "", "%s recently", accuracies(s.prequentialAccuracyRecent()));
        }
        if (!s.prequentialAccuracyRepeats().isEmpty()) {
            row(out, "", "%s in repeats", accuracies(s.prequentialAccuracyRepeats()));
        }
        row(out, "serving accuracy", "%s", accuracies(s.servingAccuracy()));
        if (s.testClips() > 0) {
            row(
                    out,
                    "test accuracy",
                    "%s on %d clips",
                    accuracies(s.testAccuracy()),
                    s.testClips());
        }
        if (!s.testAccuracyLastPass().isEmpty()) {
            row(out, "", "%s in the last pass", accuracies(s.testAccuracyLastPass()));
        }
        if (!s.discrepancyRatio().isEmpty()) {
            row(out, "discrepancy ratio", "%s", figures(s.discrepancyRatio()));
        }
        row(out, "model versions", "%d", s.modelVersions());
        if (s.freshnessMillis().p50() != null) {
            row(
                    out,
                    "freshness",
                    "p50 %d ms, p99 %d ms (checkpoint interval %d ms)",
                    s.freshnessMillis().p50(),
                    s.freshnessMillis().p99(),
                    s.checkpointIntervalMillis());
        }
        row(out, "summary", "%s", file);
        if (s.story() != null && s.story().parts().size() > 1) {
            StoryText.print(s.story(), out);
        }
        out.println();
        for (Promise promise : s.promises()) {
            out.printf("%s %s%n", promise.kept() ? "kept  " : "BROKEN", promise.name());
            if (!promise.kept()) {
                out.println("       " + promise.detail());
            }
        }
        out.flush();
    }

    private static void row(PrintWriter out, String name, String format, Object... figures) {
        out.printf(Locale.ROOT, "%-22s" + format + "%n", prepend(name, figures));
    }

    private static Object[] prepend(String name, Object... figures) {
        Object[] all = new Object[figures.length + 1];
        all[0] = name;
        System.arraycopy(figures, 0, all, 1, figures.length);
        return all;
    }

    private static String accuracies(Map<String, Double> byName) {
        return byName.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.1f %%", e.getKey(), 100 * e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String figures(Map<String, Double> byName) {
        return byName.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.3g", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
