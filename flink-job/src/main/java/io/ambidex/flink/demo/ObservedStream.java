/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.player.PlayedCounts;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;

/** Notes every label that a stream plays. */
final class ObservedStream implements PlayedStream {
    private final PlayedStream stream;
    private final PlayedLabels labels;

    ObservedStream(PlayedStream stream, PlayedLabels labels) {
        this.stream = stream;
        this.labels = labels;
    }

    @Override
    public String streamId() {
        return stream.streamId();
    }

    @Override
    public PlayedCounts counts() {
        return stream.counts();
    }

    @Override
    public boolean hasNext() {
        return stream.hasNext();
    }

    @Override
    public PlayedRecord next() {
        PlayedRecord played = stream.next();
        if (played.record() instanceof Label label) {
            labels.add(
                    new PlayedLabel(
                            new ClipKey(
                                    label.getStreamId(),
                                    label.getStartMillis(),
                                    label.getEndMillis()),
                            label.getLabel(),
                            Math.max(label.getEndMillis(), label.getKnownAtMillis()),
                            label.getUse() == LabelUse.EVALUATE,
                            played.pass()));
        }
        return played;
    }

    @Override
    public void close() {
        stream.close();
    }
}
