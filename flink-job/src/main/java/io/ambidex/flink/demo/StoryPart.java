/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.degradation.DegradedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A part of a run in which the same goes wrong, or nothing.
 *
 * @param name what goes wrong, for example {@code audio silence}; or {@code clean}
 * @param fromMillis event time of its begin
 * @param toMillis event time of its end, not part of it
 * @param degraded whether anything goes wrong
 */
record StoryPart(String name, long fromMillis, long toMillis, boolean degraded) {

    static final String CLEAN = "clean";

    /** Cuts a run where something begins or ends to go wrong. */
    static List<StoryPart> cut(List<DegradedSpan> spans, long startMillis, long endMillis) {
        TreeSet<Long> borders = new TreeSet<>(List.of(startMillis, endMillis));
        for (DegradedSpan span : spans) {
            borders.add(Math.min(endMillis, Math.max(startMillis, span.fromMillis())));
            borders.add(Math.min(endMillis, Math.max(startMillis, span.toMillis())));
        }
        List<StoryPart> parts = new ArrayList<>();
        Long from = null;
        for (long to : borders) {
            if (from != null) {
                parts.add(between(from, to, spans));
            }
            from = to;
        }
        return parts;
    }

    private static StoryPart between(long from, long to, List<DegradedSpan> spans) {
        String wrong =
                spans.stream()
                        .filter(span -> span.fromMillis() <= from && span.toMillis() >= to)
                        .map(
                                span ->
                                        span.input().name().toLowerCase(Locale.ROOT)
                                                + " "
                                                + span.effect())
                        .collect(Collectors.joining(", "));
        return new StoryPart(wrong.isEmpty() ? CLEAN : wrong, from, to, !wrong.isEmpty());
    }

    /** Whether all of a clip lies in it. */
    boolean holds(ClipKey clip) {
        return clip.startMillis() >= fromMillis && clip.endMillis() <= toMillis;
    }
}
