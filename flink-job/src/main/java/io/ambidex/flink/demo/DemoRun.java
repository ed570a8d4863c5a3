/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.time.Duration;

/**
 * What a run is called in its summary.
 *
 * @param seed seed of simulator, weights and training
 * @param method balancing method
 * @param input where clips come from: simulator or a folder
 * @param checkpointInterval time from one commit of the outputs to the next
 */
record DemoRun(long seed, String method, String input, Duration checkpointInterval) {}
