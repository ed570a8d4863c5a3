/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.decoding;

import io.ambidex.connectors.kafka.DeadLetters;
import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.flink.monitoring.SideOutputs;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes the records of one topic. What cannot be used goes to {@link SideOutputs#DEAD_LETTERS},
 * byte for byte, with the stage and the reason; the job goes on. Heartbeats and ends have done
 * their work in the watermark and end here.
 *
 * <p>Metrics, in the group {@code ambidex.decoding}: {@code records} decoded, {@code deadLetters}.
 *
 * @param <T> what a good record becomes
 */
abstract class DecodeFunction<T> extends ProcessFunction<RawRecord, T> {

    private static final long serialVersionUID = 1L;

    private final InputDecoder decoder;
    private final String stage;
    private transient Counter records;
    private transient Counter deadLetters;

    /**
     * @param stage name of the stage in dead letters
     */
    DecodeFunction(InputDecoder decoder, String stage) {
        this.decoder = decoder;
        this.stage = stage;
    }

    /**
     * Turns a well-formed record into what it stands for.
     *
     * @return null when there is nothing to hand on
     * @throws UnusableException if it cannot be used
     */
    abstract T convert(SpecificRecord record, RawRecord raw, Context context)
            throws UnusableException;

    @Override
    public void open(OpenContext context) {
        var group = getRuntimeContext().getMetricGroup().addGroup("ambidex").addGroup("decoding");
        records = group.counter("records");
        deadLetters = group.counter("deadLetters");
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<T> out) {
        try {
            T value = convert(decoder.decode(raw), raw, context);
            records.inc();
            if (value != null) {
                out.collect(value);
            }
        } catch (MalformedRecordException | UnusableException e) {
            deadLetters.inc();
            context.output(SideOutputs.DEAD_LETTERS, DeadLetters.of(raw, stage, e.getMessage()));
        }
    }

    /** A well-formed record that cannot be used; the message says why. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String reason) {
            super(reason);
        }
    }
}
