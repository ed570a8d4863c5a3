/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.VideoDecoder;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.StreamTypes;
import java.util.List;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Plays a recorded input into a job, decoded: media to the main output, labels to the side. */
final class PlayRecords extends ProcessFunction<Long, MediaSample> {
    static final OutputTag<LabelRecord> LABELS =
            new OutputTag<>("labels", StreamTypes.LABEL_RECORD);

    private static final long serialVersionUID = 1L;

    private final RecordedInput input;
    private final List<String> classes;
    private final AudioDecoder audio;
    private final VideoDecoder video;

    /**
     * @param audio decoder of sound; null when the network takes none
     * @param video decoder of pictures; null when the network takes none
     */
    PlayRecords(RecordedInput input, AudioDecoder audio, VideoDecoder video) {
        this.input = input;
        this.classes = List.copyOf(input.classes());
        this.audio = audio;
        this.video = video;
    }

    @Override
    public void processElement(Long start, Context context, Collector<MediaSample> out)
            throws MediaException {
        long records = 0;
        try (PlayedStream stream = input.play()) {
            while (stream.hasNext()) {
                PlayedRecord played = stream.next();
                RecordPosition position = new RecordPosition("recorded", 0, records++);
                if (played.record() instanceof AudioChunk chunk && audio != null) {
                    out.collect(audio.decode(chunk, position));
                } else if (played.record() instanceof VideoFrame frame && video != null) {
                    out.collect(video.decode(frame, position));
                } else if (played.record() instanceof Label label) {
                    context.output(LABELS, record(label, position));
                }
            }
        }
    }

    private LabelRecord record(Label label, RecordPosition position) {
        return new LabelRecord(
                label.getStreamId(),
                new WindowId(label.getStartMillis(), label.getEndMillis()),
                classes.indexOf(label.getLabel()),
                label.getKnownAtMillis(),
                label.getUse() == LabelUse.EVALUATE,
                position);
    }
}
