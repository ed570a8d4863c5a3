/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The truth about a run: every label that was played. Thread-safe. */
final class PlayedLabels {
    private final Map<ClipKey, PlayedLabel> byClip = new LinkedHashMap<>();
    private final NavigableMap<Long, List<ClipKey>> trained = new TreeMap<>();
    private long firstPassEndMillis = Long.MIN_VALUE;
    private long evaluateOnly;
    private int passes;

    synchronized void add(PlayedLabel label) {
        byClip.put(label.clip(), label);
        passes = Math.max(passes, label.pass() + 1);
        if (label.evaluateOnly()) {
            evaluateOnly++;
        } else {
            trained.computeIfAbsent(label.timeMillis(), t -> new ArrayList<>()).add(label.clip());
        }
        if (label.pass() == 0) {
            firstPassEndMillis = Math.max(firstPassEndMillis, label.timeMillis());
        }
    }

    synchronized Optional<PlayedLabel> of(ClipKey clip) {
        return Optional.ofNullable(byClip.get(clip));
    }

    /**
     * The clips to be trained on whose time is above the one and at most the other.
     *
     * @see PlayedLabel#timeMillis
     */
    synchronized List<ClipKey> trainedBetween(long aboveMillis, long untilMillis) {
        return trained.subMap(aboveMillis, false, untilMillis, true).values().stream()
                .flatMap(List::stream)
                .toList();
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
