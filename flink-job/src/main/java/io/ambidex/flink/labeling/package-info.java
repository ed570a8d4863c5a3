/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Joins clips with their labels.
 *
 * <p>A label covers an interval of one stream id and is known from {@code knownAt} on, which is its
 * event time. A clip takes the earliest known label that covers enough of its window, or that has
 * its very interval where the windows are the intervals of labels. The decision falls at {@code
 * max(window end, knownAt) + settle delay} on the watermark: by then every label that could have
 * been earlier has come, so that the choice depends on timestamps and log order alone. What waits
 * is bounded per stream id by number, bytes and horizon.
 */
package io.ambidex.flink.labeling;
