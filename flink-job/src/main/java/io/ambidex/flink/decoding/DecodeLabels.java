/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.decoding;

import io.ambidex.connectors.clip.WindowId;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.util.OutputTag;

/** Decodes labels and finds their classes. */
public final class DecodeLabels extends DecodeFunction<LabelRecord> {

    /** Counts of labels of unknown classes. */
    public static final OutputTag<CountUpdate> COUNTS =
            new OutputTag<>("decoded-label-counts", CountUpdate.TYPE);

    private static final long serialVersionUID = 1L;

    private final List<String> classes;

    /**
     * @param decoder of the topic
     * @param classes names of the classes in the order of the network's outputs
     */
    public DecodeLabels(InputDecoder decoder, List<String> classes) {
        super(decoder, "label");
        this.classes = List.copyOf(classes);
    }

    @Override
    LabelRecord convert(SpecificRecord record, RawRecord raw, Context context)
            throws UnusableException {
        if (!(record instanceof Label label)) {
            return null;
        }
        int index = classes.indexOf(label.getLabel());
        if (index < 0) {
            context.output(COUNTS, new CountUpdate(Counts.UNKNOWN_LABELS, 1));
            throw new UnusableException(
                    "the label '" + label.getLabel() + "' is none of the classes " + classes);
        }
        return new LabelRecord(
                label.getStreamId(),
                new WindowId(label.getStartMillis(), label.getEndMillis()),
                index,
                label.getKnownAtMillis(),
                label.getUse() == LabelUse.EVALUATE,
                raw.position());
    }
}
