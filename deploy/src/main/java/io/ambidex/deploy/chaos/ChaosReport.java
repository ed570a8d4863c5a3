/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.ambidex.flink.check.Invariant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was killed when, what was counted, and every invariant with its figure. */
final class ChaosReport {
    private final ChaosOptions options;
    private final List<Kill> kills;
    private final Pressure.Result pressure;
    private final Backlog backlog;
    private final Duration time;
    private final List<Invariant> invariants = new ArrayList<>();

    /**
     * @param time from the first clip until everything was committed
     * @param verified what the checker says
     * @param replayed what the replay says; null when there was none
     */
    ChaosReport(
            ChaosOptions options,
            List<Kill> kills,
            Pressure.Result pressure,
            Backlog backlog,
            Duration time,
            List<Invariant> verified,
            Invariant replayed) {
        this.options = options;
        this.kills = kills;
        this.pressure = pressure;
        this.backlog = backlog;
        this.time = time;
        invariants.addAll(verified);
        if (replayed != null) {
            invariants.add(replayed);
        }
        invariants.add(played());
        if (options.kills() > 0) {
            invariants.add(recovery());
        }
        if (options.bursts()) {
            invariants.addAll(
                    BurstInvariants.of(
                            backlog.burst(), backlog.maxClips(), pressure, options.kills()));
        }
    }

    boolean allHold() {
        return invariants.stream().allMatch(Invariant::holds);
    }

    private Invariant played() {
        boolean all =
                invariants.stream()
                        .anyMatch(i -> i.figures().startsWith(options.clips() + " clips, "));
        return new Invariant(
                "every clip that was played is on the topics", all, options.clips() + " played");
    }

    private List<Double> recoveries(Victim victim) {
        return kills.stream()
                .filter(k -> k.victim() == victim && k.firstPredictionSeconds() != null)
                .map(Kill::firstPredictionSeconds)
                .sorted()
                .toList();
    }

    private Invariant recovery() {
        List<Double> seconds = recoveries(Victim.TASK_MANAGER);
        Double p95 = percentile(seconds, 0.95);
        return new Invariant(
                "the first new prediction is committed within %.0f s of a task manager's death (p95)"
                        .formatted(options.recoverySeconds()),
                p95 == null || p95 <= options.recoverySeconds(),
                "task manager: "
                        + spread(seconds)
                        + "; job manager: "
                        + spread(recoveries(Victim.JOB_MANAGER))
                        + "; broker: "
                        + spread(recoveries(Victim.BROKER)));
    }

    static Double percentile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? null : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static String spread(List<Double> sorted) {
        return sorted.isEmpty()
                ? "none measured"
                : String.format(
                        Locale.ROOT,
                        "p50 %.1f s, p95 %.1f s, %d measured",
                        percentile(sorted, 0.5),
                        percentile(sorted, 0.95),
                        sorted.size());
    }

    void print(PrintWriter out) {
        out.println();
        for (Invariant invariant : invariants) {
            out.printf("%s %s%n", invariant.holds() ? "holds " : "BROKEN", invariant.name());
            out.printf("       %s%n", invariant.figures());
        }
        out.println();
        out.flush();
    }

    void write(ChaosFolder folder) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", options.seed());
        json.put("clips", options.clips());
        json.put("playingSeconds", options.playing().toSeconds());
        json.put("seconds", time.toMillis() / 1000.0);
        json.put("kills", kills);
        json.put("pressure", pressure);
        json.put("maxClipsWaiting", backlog.maxClips());
        json.put("burst", backlog.burst());
        json.put("invariants", invariants);
        json.put("allHold", allHold());
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.reportJson().toFile(), json);
        Files.writeString(folder.report(), markdown());
    }

    private String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# Chaos run, seed ").append(options.seed()).append("\n\n");
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d clips of %d streams at %.1f clips/s%s, %d kills; everything was"
                                + " committed after %d s. Task managers: at most %d MiB resident,"
                                + " %d MiB heap; at most %d clips waited.%n%n",
                        options.clips(),
                        options.streams(),
                        options.rate(),
                        options.bursts()
                                ? ", %.1f clips/s for 60 s".formatted(options.burstRate())
                                : "",
                        kills.size(),
                        time.toSeconds(),
                        pressure.maxResidentMib(),
                        pressure.maxHeapMib(),
                        backlog.maxClips()));
        text.append("## Invariants\n\n| | what must be true | figures |\n|---|---|---|\n");
        for (Invariant invariant : invariants) {
            text.append("| ")
                    .append(invariant.holds() ? "holds" : "**BROKEN**")
                    .append(" | ")
                    .append(cell(invariant.name()))
                    .append(" | ")
                    .append(cell(invariant.figures()))
                    .append(" |\n");
        }
        text.append(
                "\n## Kills\n\n| after | at | process | first new prediction | job resubmitted"
                        + " from |\n|---|---|---|---|---|\n");
        for (Kill kill : kills) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %.1f s | %s | %s | %s | %s |%n",
                            kill.atSeconds(),
                            Instant.ofEpochMilli(kill.atMillis()),
                            kill.process(),
                            kill.firstPredictionSeconds() == null
                                    ? "not before the next kill or the end"
                                    : "%.1f s".formatted(kill.firstPredictionSeconds()),
                            kill.checkpoint() == null ? "" : kill.checkpoint()));
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
