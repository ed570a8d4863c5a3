/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;

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
                StoryText.conclusions(mainMethod, shadowMethod, told));
    }

    private static Story.Part part(StoryPart part, StoryScore main, StoryScore shadow) {
        return new Story.Part(
                part.name(),
                part.degraded(),
                part.fromMillis(),
                part.toMillis(),
                main,
                shadow,
                Held.of(main, shadow, StoryScore::servable),
                Held.of(main, shadow, StoryScore::learner));
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
        if (steps.stream().noneMatch(step -> step.servable().containsKey(Score.JOINT))) {
            return null;
        }
        List<StepScore> first = new ArrayList<>();
        long firstExamples = 0;
        for (int i = 0; i < steps.size() && firstExamples < FIRST_EXAMPLES; i++) {
            first.add(steps.get(i));
            firstExamples += steps.get(i).examples();
        }
        return new StoryScore(
                steps.get(0).method(),
                firstExamples,
                steps.stream().mapToLong(StepScore::examples).sum(),
                accuracy(first, steps, StepScore::addServableTo),
                accuracy(first, steps, StepScore::addTo),
                contribution(steps));
    }

    private static StoryScore.Accuracy accuracy(
            List<StepScore> first, List<StepScore> all, BiConsumer<StepScore, Score> kind) {
        Score firstScore = new Score();
        first.forEach(step -> kind.accept(step, firstScore));
        Score allScore = new Score();
        all.forEach(step -> kind.accept(step, allScore));
        return new StoryScore.Accuracy(firstScore.accuracy(), allScore.accuracy());
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
