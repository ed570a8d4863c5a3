/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.util.List;

/**
 * What a drained run is judged by.
 *
 * @param played what was played
 * @param seen what came out
 * @param inputProblems what could not be played, one line for each
 * @param modelProblems what is wrong with the files of the versions, one line for each
 */
record Evidence(
        PlayedLabels played,
        Observations.View seen,
        List<String> inputProblems,
        List<String> modelProblems) {}
