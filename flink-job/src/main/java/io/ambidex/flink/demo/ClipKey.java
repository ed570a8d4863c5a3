/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

/**
 * Names a clip by its stream and its window.
 *
 * @param streamId the audio-visual source
 * @param startMillis start of the window, inclusive
 * @param endMillis end of the window, exclusive
 */
record ClipKey(String streamId, long startMillis, long endMillis) {}
