/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.util.List;

/**
 * How it stands now.
 *
 * @param sentence how balanced the main learner is
 * @param tone the same as a word for the page's colours
 * @param learners the learners that have made steps, in the order in which they appeared
 * @param lastMillis when the last monitor record was made; null before the first
 * @param silent whether nothing has come for longer than usual
 * @param predictions clips predicted in the history shown
 * @param lagMillis from the end of the last clip to its prediction; null when clips are replayed
 * @param topics whether the topics can be read
 * @param brokers why the brokers cannot be reached; null when they can
 * @param notices what else a person should know
 */
record StatusView(
        String sentence,
        String tone,
        List<LearnerView> learners,
        Long lastMillis,
        boolean silent,
        long predictions,
        Double lagMillis,
        List<TopicsHealth.TopicView> topics,
        String brokers,
        List<String> notices) {}
