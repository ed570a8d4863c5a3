/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Scores both learners in every part of a run.
 *
 * <p>The learners go on learning while something is wrong, so that "held" has two meanings, and
 * both are told: the accuracy on the first examples after the onset, which is what earlier learning
 * has left, and the accuracy on the whole part, which also rewards quick learning. A mini-batch
 * counts in a part only when all of its clips lie in it.
 */
final class StoryTeller {
    /** Examples that show what a learner could do when a part began: six batches of eight. */
    static final int FIRST_EXAMPLES = 48;

    private final List<StoryPart> parts;
    private final PlayedLabels played;

    StoryTeller(List<StoryPart> parts, PlayedLabels played) {
        this.parts = parts;
        this.played = played;
    }

    /**
     * @param main steps of the main learner
     * @param shadow steps of the second one; empty when there was none
     */
    Story tell(MonitorTally main, MonitorTally shadow) {
        List<List<StepScore>> mainByPart = byPart(main.steps());
        List<List<StepScore>> shadowByPart = byPart(shadow.steps());
        List<Story.Part> told = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            told.add(part(parts.get(i), score(mainByPart.get(i)), score(shadowByPart.get(i))));
        }
        long inParts =
                mainByPart.stream().flatMap(List::stream).mapToLong(StepScore::examples).sum();
        String mainMethod = main.method();
        String shadowMethod = shadow.method();
        return new Story(
                mainMethod,
                shadowMethod,
                told,
                main.examples() - inParts,
                StoryText.conclusion(mainMethod, shadowMethod, told));
    }

    private static Story.Part part(StoryPart part, StoryScore main, StoryScore shadow) {
        boolean both = main != null && shadow != null;
        return new Story.Part(
                part.name(),
                part.degraded(),
                part.fromMillis(),
                part.toMillis(),
                main,
                shadow,
                both
                        ? Verdict.of(
                                main.firstAccuracy().get(Score.JOINT),
                                shadow.firstAccuracy().get(Score.JOINT),
                                Math.min(main.firstExamples(), shadow.firstExamples()))
                        : null,
                both
                        ? Verdict.of(
                                main.accuracy().get(Score.JOINT),
                                shadow.accuracy().get(Score.JOINT),
                                Math.min(main.examples(), shadow.examples()))
                        : null);
    }

    /** The steps whose clips all lie in one part; the others are left out. */
    private List<List<StepScore>> byPart(List<StepScore> steps) {
        List<List<StepScore>> byPart = new ArrayList<>();
        parts.forEach(part -> byPart.add(new ArrayList<>()));
        long previous = Long.MIN_VALUE;
        for (StepScore step : steps) {
            List<ClipKey> clips = played.trainedBetween(previous, step.eventTimeMillis());
            for (int i = 0; i < parts.size(); i++) {
                if (!clips.isEmpty() && clips.stream().allMatch(parts.get(i)::holds)) {
                    byPart.get(i).add(step);
                }
            }
            previous = step.eventTimeMillis();
        }
        return byPart;
    }

    /** Null when there is no step that was measured. */
    private static StoryScore score(List<StepScore> steps) {
        if (steps.stream().allMatch(step -> step.servable().isEmpty())) {
            return null;
        }
        Score all = new Score();
        Score first = new Score();
        Score learner = new Score();
        for (StepScore step : steps) {
            if (first.examples() < FIRST_EXAMPLES) {
                step.addServableTo(first);
            }
            step.addServableTo(all);
            step.addTo(learner);
        }
        return new StoryScore(
                steps.get(0).method(),
                first.examples(),
                first.accuracy(),
                all.examples(),
                all.accuracy(),
                learner.accuracy(),
                contribution(steps));
    }

    private static Map<String, Double> contribution(List<StepScore> steps) {
        Map<String, Double> means = new TreeMap<>();
        steps.stream()
                .flatMap(step -> step.contribution().keySet().stream())
                .distinct()
                .forEach(
                        name ->
                                means.put(
                                        name,
                                        steps.stream()
                                                .map(step -> step.contribution().get(name))
                                                .filter(Objects::nonNull)
                                                .mapToDouble(value -> value)
                                                .average()
                                                .orElseThrow()));
        return means;
    }
}
