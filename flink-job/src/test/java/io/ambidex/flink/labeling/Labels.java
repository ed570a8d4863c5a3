/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.connectors.clip.WindowId;
import java.util.List;

/** Clips and labels for tests. */
public final class Labels {

    private Labels() {}

    public static ScoredClip clip(String streamId, long start, long end) {
        byte[] data = {(byte) start, (byte) end};
        ModalityMedia audio =
                new ModalityMedia(
                        "audio",
                        data,
                        start,
                        end,
                        new SourcePositions("audio", 0, new long[] {start}));
        Clip clip =
                new Clip(
                        streamId,
                        new WindowId(start, end),
                        List.of(audio, ModalityMedia.missing("video")),
                        null,
                        false);
        return new ScoredClip(clip, new ServedPrediction(0, 0.5f, 0, 0));
    }

    public static LabelRecord label(
            String streamId, long start, long end, int label, long knownAt, long offset) {
        return new LabelRecord(
                streamId,
                new WindowId(start, end),
                label,
                knownAt,
                false,
                new RecordPosition("labels", 0, offset));
    }

    public static Example example(String streamId, long start, long end, long time) {
        ScoredClip scored = clip(streamId, start, end);
        return new Example(
                scored.clip(),
                scored.prediction(),
                1,
                false,
                new RecordPosition("labels", 0, time),
                time);
    }

    public static Example evaluation(String streamId, long start, long end, long time) {
        Example example = example(streamId, start, end, time);
        return new Example(
                example.clip(),
                example.prediction(),
                example.label(),
                true,
                example.labelPosition(),
                time);
    }
}
