/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A story in words and as a table. */
final class StoryText {
    private static final String ROW = "%-20s %-42s%9s%9s%9s%9s%9s  %s%n";

    private StoryText() {}

    /** Who held better while something was wrong, one sentence for each part and kind of score. */
    static List<String> conclusions(String main, String shadow, List<Story.Part> parts) {
        List<String> sentences = new ArrayList<>();
        for (Story.Part part : parts) {
            if (part.degraded() && part.servable() != null) {
                sentences.add(
                        part.name()
                                + ", as served: "
                                + sentence(
                                        main,
                                        shadow,
                                        part.servable(),
                                        part.main().servable(),
                                        part.shadow().servable()));
                sentences.add(
                        part.name()
                                + ", while learning: "
                                + sentence(
                                        main,
                                        shadow,
                                        part.learner(),
                                        part.main().learner(),
                                        part.shadow().learner()));
            }
        }
        return sentences;
    }

    private static String sentence(
            String main,
            String shadow,
            Held held,
            StoryScore.Accuracy ours,
            StoryScore.Accuracy theirs) {
        return "%s at first (%s against %s), %s over the whole part (%s against %s)"
                .formatted(
                        held(main, shadow, held.atFirst()),
                        percent(ours.first(), Score.JOINT),
                        percent(theirs.first(), Score.JOINT),
                        held(main, shadow, held.throughout()),
                        percent(ours.whole(), Score.JOINT),
                        percent(theirs.whole(), Score.JOINT));
    }

    private static String held(String main, String shadow, Verdict verdict) {
        return switch (verdict) {
            case MAIN -> main + " held better";
            case SHADOW -> shadow + " held better";
            case NEITHER -> "no clear difference";
        };
    }

    /** Prints the parts with both learners and both scores, and who held better. */
    static void print(Story story, PrintWriter out) {
        out.println();
        out.printf(
                ROW,
                "part",
                "learner",
                "examples",
                "at first",
                "joint",
                "audio",
                "video",
                "contribution");
        for (Story.Part part : story.parts()) {
            rows(part.name(), part.main(), out);
            rows("", part.shadow(), out);
        }
        if (!story.conclusions().isEmpty()) {
            out.println();
            story.conclusions().forEach(out::println);
        }
    }

    private static void rows(String part, StoryScore score, PrintWriter out) {
        if (score != null) {
            row(part, score.method() + ", as served", score, score.servable(), out);
            row("", score.method() + ", while learning", score, score.learner(), out);
        }
    }

    private static void row(
            String part,
            String learner,
            StoryScore score,
            StoryScore.Accuracy accuracy,
            PrintWriter out) {
        boolean served = accuracy == score.servable();
        out.printf(
                Locale.ROOT,
                ROW,
                part,
                learner,
                served ? score.examples() : "",
                percent(accuracy.first(), Score.JOINT),
                percent(accuracy.whole(), Score.JOINT),
                percent(accuracy.whole(), "audio"),
                percent(accuracy.whole(), "video"),
                served ? figures(score.contribution()) : "");
    }

    private static String figures(Map<String, Double> contribution) {
        return contribution.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String percent(Map<String, Double> accuracy, String name) {
        return accuracy.containsKey(name)
                ? String.format(Locale.ROOT, "%.1f %%", 100 * accuracy.get(name))
                : "-";
    }
}
