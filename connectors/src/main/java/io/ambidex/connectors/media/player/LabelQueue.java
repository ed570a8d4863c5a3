/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.manifest.LabelledSpan;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Labels of one stream that wait for the moment from which they are known. */
final class LabelQueue {
    private final String streamId;
    private final long delayMillis;
    private final PriorityQueue<PlayedRecord> waiting =
            new PriorityQueue<>(
                    Comparator.comparingLong(PlayedRecord::eventTimeMillis)
                            .thenComparing(r -> ((Label) r.record()).getStartMillis()));

    LabelQueue(String streamId, long delayMillis) {
        this.streamId = streamId;
        this.delayMillis = delayMillis;
    }

    /** Adds the labels of a file that begins at the given event time. */
    void add(PlaylistItem item, long fileStartMillis, int pass) {
        for (LabelledSpan span : item.entry().spans()) {
            long start = span.startMillis() == null ? 0 : span.startMillis();
            long end = span.endMillis() == null ? item.lengthMillis() : span.endMillis();
            waiting.add(
                    PlayedRecord.of(
                            Label.newBuilder()
                                    .setStreamId(streamId)
                                    .setStartMillis(fileStartMillis + start)
                                    .setEndMillis(fileStartMillis + end)
                                    .setLabel(span.label())
                                    .setKnownAtMillis(fileStartMillis + end + delayMillis)
                                    .setUse(span.evaluate() ? LabelUse.EVALUATE : LabelUse.TRAIN)
                                    .build(),
                            pass));
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** When the first one is known; {@link Long#MAX_VALUE} when none waits. */
    long firstMillis() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().eventTimeMillis();
    }

    PlayedRecord poll() {
        return waiting.poll();
    }
}
