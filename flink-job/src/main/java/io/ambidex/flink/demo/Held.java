/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.function.Function;

/**
 * Who did better in a part of the run, by the joint accuracy.
 *
 * @param atFirst on the first examples of the part
 * @param throughout on all of them
 */
@JsonPropertyOrder(alphabetic = false)
record Held(Verdict atFirst, Verdict throughout) {

    /** Compares one kind of accuracy; null without two scores. */
    static Held of(
            StoryScore main, StoryScore shadow, Function<StoryScore, StoryScore.Accuracy> kind) {
        if (main == null || shadow == null) {
            return null;
        }
        StoryScore.Accuracy ours = kind.apply(main);
        StoryScore.Accuracy theirs = kind.apply(shadow);
        return new Held(
                Verdict.of(
                        ours.first().get(Score.JOINT),
                        theirs.first().get(Score.JOINT),
                        Math.min(main.firstExamples(), shadow.firstExamples())),
                Verdict.of(
                        ours.whole().get(Score.JOINT),
                        theirs.whole().get(Score.JOINT),
                        Math.min(main.examples(), shadow.examples())));
    }
}
