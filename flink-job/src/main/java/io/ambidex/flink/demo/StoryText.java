/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A story in words and as a table. */
final class StoryText {
    private static final String ROW = "%-22s%-32s%9s%9s%9s%9s   %s%n";

    private StoryText() {}

    /** Who held better while something was wrong; null when there is nothing to compare. */
    static String conclusion(String main, String shadow, List<Story.Part> parts) {
        List<Story.Part> compared =
                parts.stream().filter(p -> p.degraded() && p.heldAtFirst() != null).toList();
        if (compared.isEmpty()) {
            return null;
        }
        return compared.stream()
                .map(part -> sentence(main, shadow, part))
                .collect(Collectors.joining("; "));
    }

    private static String sentence(String main, String shadow, Story.Part part) {
        return "%s: %s at first (%s against %s), %s over the whole part (%s against %s)"
                .formatted(
                        part.name(),
                        held(main, shadow, part.heldAtFirst()),
                        percent(part.main().firstAccuracy(), Score.JOINT),
                        percent(part.shadow().firstAccuracy(), Score.JOINT),
                        held(main, shadow, part.heldThroughout()),
                        percent(part.main().accuracy(), Score.JOINT),
                        percent(part.shadow().accuracy(), Score.JOINT));
    }

    private static String held(String main, String shadow, Verdict verdict) {
        return switch (verdict) {
            case MAIN -> main + " held better";
            case SHADOW -> shadow + " held better";
            case NEITHER -> "no clear difference";
        };
    }

    /** Prints the parts with both learners, and the conclusion. */
    static void print(Story story, PrintWriter out) {
        out.println();
        out.printf(ROW, "part", "learner", "at first", "joint", "audio", "video", "contribution");
        for (Story.Part part : story.parts()) {
            row(part.name(), part.main(), out);
            row("", part.shadow(), out);
        }
        if (story.conclusion() != null) {
            out.println();
            for (String sentence : story.conclusion().split("; ")) {
                out.println(sentence);
            }
        }
    }

    private static void row(String part, StoryScore score, PrintWriter out) {
        if (score == null) {
            return;
        }
        out.printf(
                Locale.ROOT,
                ROW,
                part,
                "%s (%d of %d)".formatted(score.method(), score.firstExamples(), score.examples()),
                percent(score.firstAccuracy(), Score.JOINT),
                percent(score.accuracy(), Score.JOINT),
                percent(score.accuracy(), "audio"),
                percent(score.accuracy(), "video"),
                score.contribution().entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String percent(Map<String, Double> accuracy, String name) {
        return accuracy.containsKey(name)
                ? String.format(Locale.ROOT, "%.1f %%", 100 * accuracy.get(name))
                : "-";
    }
}
