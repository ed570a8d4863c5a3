/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/**
 * What a stream, or several together, have played so far.
 *
 * @param clips recorded files or simulated scenes played
 * @param skipped recorded files that could not be read and were left out
 * @param damaged recorded files played in part: something promised did not come
 * @param trainLabels labels to be trained on
 * @param evaluateLabels labels only to be scored
 */
public record PlayedCounts(
        long clips, long skipped, long damaged, long trainLabels, long evaluateLabels) {

    /** Nothing played. */
    public static final PlayedCounts NONE = new PlayedCounts(0, 0, 0, 0, 0);

    /** The sum of both. */
    public PlayedCounts plus(PlayedCounts other) {
        return new PlayedCounts(
                clips + other.clips,
                skipped + other.skipped,
                damaged + other.damaged,
                trainLabels + other.trainLabels,
                evaluateLabels + other.evaluateLabels);
    }

    /** Labels of either use. */
    public long labels() {
        return trainLabels + evaluateLabels;
    }
}
