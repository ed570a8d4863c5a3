/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.PlayedCounts;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.random.KeyedRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** A stream with degradations over it; records that a delay moves wait for their new place. */
final class DegradedStream implements PlayedStream {
    private static final Comparator<PlayedRecord> BY_TIME =
            Comparator.comparingLong(PlayedRecord::eventTimeMillis)
                    .thenComparing(PlayedRecord::input);

    private final PlayedStream source;
    private final List<DegradedSpan> spans;
    private final List<RecordDegradation> degradations = new ArrayList<>();
    private final PriorityQueue<PlayedRecord> delayed = new PriorityQueue<>(BY_TIME);
    private PlayedRecord ahead;
    private PlayedRecord next;

    DegradedStream(PlayedStream source, List<DegradedSpan> spans, Babble babble, long seed) {
        this.source = source;
        this.spans = spans;
        for (int i = 0; i < spans.size(); i++) {
            long key = new KeyedRandom(seed, source.streamId().hashCode(), i).nextLong();
            degradations.add(spans.get(i).begin(key, babble));
        }
    }

    @Override
    public String streamId() {
        return source.streamId();
    }

    @Override
    public PlayedCounts counts() {
        return source.counts();
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (ahead == null && source.hasNext()) {
                ahead = source.next();
            }
            if (ahead == null && delayed.isEmpty()) {
                return false;
            }
            if (ahead == null || !delayed.isEmpty() && BY_TIME.compare(delayed.peek(), ahead) < 0) {
                next = delayed.poll();
            } else {
                next = degraded(ahead);
                if (next != null && next.eventTimeMillis() > ahead.eventTimeMillis()) {
                    delayed.add(next);
                    next = null;
                }
                ahead = null;
            }
        }
        return true;
    }

    /** The record as it is played; null when it is lost. */
    private PlayedRecord degraded(PlayedRecord record) {
        PlayedRecord played = record;
        for (int i = 0; i < spans.size() && played != null; i++) {
            DegradedSpan span = spans.get(i);
            if (span.input() == record.input()) {
                if (span.covers(record.eventTimeMillis())) {
                    played = degradations.get(i).degrade(played);
                } else {
                    degradations.get(i).pass(played);
                }
            }
        }
        return played;
    }

    @Override
    public PlayedRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException(streamId() + " has ended");
        }
        PlayedRecord record = next;
        next = null;
        return record;
    }

    @Override
    public void close() {
        source.close();
    }
}
