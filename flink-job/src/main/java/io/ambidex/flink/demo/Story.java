/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * How the learners came through what went wrong.
 *
 * @param mainMethod method of the learner whose versions are published
 * @param shadowMethod method of the second learner; null when there was none
 * @param parts the parts of the run in order
 * @param borderExamples examples of mini-batches that reach over the border of two parts; they
 *     count in none
 * @param conclusions who held better while something was wrong, in words; empty without a second
 *     learner or when nothing went wrong
 */
@JsonPropertyOrder(alphabetic = false)
record Story(
        String mainMethod,
        String shadowMethod,
        List<Part> parts,
        long borderExamples,
        List<String> conclusions) {

    /**
     * A part of the run.
     *
     * @param name what went wrong, or {@code clean}
     * @param degraded whether anything went wrong
     * @param fromMillis event time of its begin
     * @param toMillis event time of its end, not part of it
     * @param main the main learner; null when no mini-batch lies in the part
     * @param shadow the second learner; null likewise, and when there was none
     * @param servable who did better as served; null without two scores
     * @param learner who did better while learning; null likewise
     */
    @JsonPropertyOrder(alphabetic = false)
    record Part(
            String name,
            boolean degraded,
            long fromMillis,
            long toMillis,
            StoryScore main,
            StoryScore shadow,
            Held servable,
            Held learner) {}
}
