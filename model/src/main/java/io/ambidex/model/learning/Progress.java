/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far a learner has come, and what it was told to do for a while. */
final class Progress {
    private static final String STEPS = "steps";
    private static final String SKIPPED = "skippedSteps";

    private final Interventions interventions = new Interventions();
    private long steps;
    private long skippedSteps;

    /** Number of steps so far, skipped ones included. */
    long steps() {
        return steps;
    }

    /** Number of steps without an update. */
    long skippedSteps() {
        return skippedSteps;
    }

    Interventions interventions() {
        return interventions;
    }

    /** Number of the step that comes next; the first is 1. */
    long next() {
        return steps + 1;
    }

    /** Counts the step that {@link #next} named. */
    void stepped(boolean updated) {
        steps++;
        if (!updated) {
            skippedSteps++;
        }
    }

    /** All of it, for the state; a map of the caller's own. */
    Map<String, Long> numbers() {
        Map<String, Long> numbers = new LinkedHashMap<>(interventions.numbers());
        numbers.put(STEPS, steps);
        numbers.put(SKIPPED, skippedSteps);
        return numbers;
    }

    /** Takes over {@link #numbers}. */
    void read(Map<String, Long> numbers) throws IOException {
        steps = LearnerState.number(numbers, STEPS);
        skippedSteps = LearnerState.number(numbers, SKIPPED);
        interventions.read(numbers);
    }
}
