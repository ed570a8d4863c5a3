/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * What a run has come to; written as {@code summary.json}. Accuracies are 0 to 1, by {@code joint}
 * and the names of the modalities.
 *
 * @param clips clips that the player has played
 * @param clipsWithMissingModality clips in which a modality delivered nothing
 * @param predictions predictions in the topic
 * @param examplesTrained examples in the mini-batches
 * @param labelsExpired labels whose clip never came, or the other way round
 * @param labelsAmbiguous clips with equally good labels of different classes
 * @param labelsEvaluateOnly labels that were only scored
 * @param nonRepeatableDecisions decisions not made by timestamps and log order
 * @param deadLetters inputs that could not be used
 * @param steps updates of the weights
 * @param skippedSteps steps whose update was left out, for a gradient that was not finite
 * @param modelVersions versions published, version 0 included
 * @param finalModel the newest version; null when none was published
 * @param prequentialAccuracy learner score over the first pass: each example scored before it was
 *     trained on
 * @param prequentialAccuracyRecent the same over the trainer's window at the end of the run
 * @param prequentialAccuracyRepeats the same over all later passes; empty without repeats
 * @param servingAccuracy accuracy of the stored predictions of the first pass, by whatever version
 *     answered
 * @param testAccuracy accuracy of the predictions of the clips that are only scored, first pass
 * @param testAccuracyLastPass the same of the last pass; empty without repeats
 * @param testClips number of these clips in the first pass
 * @param discrepancyRatio by modality, mean over the last 20 steps
 * @param fisherTrace by modality, likewise
 * @param freshnessMillis from the step that made a version to the first prediction with it
 * @param checkpointIntervalMillis interval that freshness includes
 * @param examplesPerSecond examples trained per second, from the first step to the last
 * @param seconds wall time from the start of the job to the end of the drain
 * @param seed seed of simulator, weights and training
 * @param method balancing method
 * @param input where clips came from: simulator or a folder
 * @param story both learners in every part of the run; null when nothing was trained
 * @param promises what was promised, and whether it happened
 */
@JsonPropertyOrder(alphabetic = false)
record Summary(
        long clips,
        long clipsWithMissingModality,
        long predictions,
        long examplesTrained,
        long labelsExpired,
        long labelsAmbiguous,
        long labelsEvaluateOnly,
        long nonRepeatableDecisions,
        long deadLetters,
        long steps,
        long skippedSteps,
        long modelVersions,
        FinalModel finalModel,
        Map<String, Double> prequentialAccuracy,
        Map<String, Double> prequentialAccuracyRecent,
        Map<String, Double> prequentialAccuracyRepeats,
        Map<String, Double> servingAccuracy,
        Map<String, Double> testAccuracy,
        Map<String, Double> testAccuracyLastPass,
        long testClips,
        Map<String, Double> discrepancyRatio,
        Map<String, Double> fisherTrace,
        Percentiles freshnessMillis,
        long checkpointIntervalMillis,
        double examplesPerSecond,
        double seconds,
        long seed,
        String method,
        String input,
        Story story,
        List<Promise> promises) {

    /**
     * A published version.
     *
     * @param path its file
     * @param epoch epoch of the version
     * @param number number of the version
     * @param digest digest of tensors, architecture and class list
     */
    record FinalModel(String path, long epoch, long number, String digest) {}

    /** Whether everything that was promised has happened. */
    boolean allKept() {
        return promises.stream().allMatch(Promise::kept);
    }
}
