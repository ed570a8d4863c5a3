/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.MiniBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The examples of a recorded input in memory.
 *
 * @param classes names of the classes
 * @param train examples to learn from, in the order of the stream, numbered from 0
 * @param heldOut examples that are only scored, in the order of the stream, numbered from 0
 */
public record Recording(
        List<String> classes, List<MiniBatch.Example> train, List<MiniBatch.Example> heldOut) {

    public Recording {
        classes = List.copyOf(classes);
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * The training part alone, cut in two: what a search may look at. The examples are drawn by
     * their numbers, so every caller gets the same.
     *
     * @param share share of the examples that becomes the held-out part, above 0 and below 1
     */
    Recording cutTraining(double share) {
        List<MiniBatch.Example> rest = new ArrayList<>();
        List<MiniBatch.Example> drawn = new ArrayList<>();
        for (MiniBatch.Example example : train) {
            boolean draw =
                    new CounterRandom(0, example.number(), "validation").nextBernoulli(share);
            List<MiniBatch.Example> part = draw ? drawn : rest;
            part.add(new MiniBatch.Example(example.media(), example.label(), part.size(), false));
        }
        return new Recording(classes, rest, drawn);
    }

    /** At most so many of the examples, evenly spaced. */
    static List<MiniBatch.Example> sample(List<MiniBatch.Example> examples, int most) {
        if (examples.size() <= most) {
            return examples;
        }
        List<MiniBatch.Example> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(examples.get((int) ((long) i * examples.size() / most)));
        }
        return some;
    }

    /** The examples in batches, the last of which may be smaller. */
    static List<MiniBatch> batches(List<MiniBatch.Example> examples, int modalities, int size) {
        List<MiniBatch> batches = new ArrayList<>();
        for (int at = 0; at < examples.size(); at += size) {
            batches.add(
                    MiniBatch.of(
                            modalities,
                            examples.subList(at, Math.min(examples.size(), at + size))));
        }
        return batches;
    }
}
