/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The truth about a run: every label that was played. Thread-safe. */
final class PlayedLabels {
    private final Map<ClipKey, PlayedLabel> byClip = new LinkedHashMap<>();
    private long firstPassEndMillis = Long.MIN_VALUE;
    private long evaluateOnly;
    private int passes;

    synchronized void add(PlayedLabel label) {
        byClip.put(label.clip(), label);
        passes = Math.max(passes, label.pass() + 1);
        if (label.evaluateOnly()) {
            evaluateOnly++;
        }
        if (label.pass() == 0) {
            firstPassEndMillis = Math.max(firstPassEndMillis, label.timeMillis());
        }
    }

    synchronized Optional<PlayedLabel> of(ClipKey clip) {
        return Optional.ofNullable(byClip.get(clip));
    }

    synchronized long count() {
        return byClip.size();
    }

    synchronized long evaluateOnly() {
        return evaluateOnly;
    }

    /** Passes over the media so far, 1 without repeats. */
    synchronized int passes() {
        return passes;
    }

    /** Event time of the youngest example of the first pass, milliseconds since the epoch. */
    synchronized long firstPassEndMillis() {
        return firstPassEndMillis;
    }
}
