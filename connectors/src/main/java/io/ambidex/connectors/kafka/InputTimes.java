/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Event time and watermarks of the sources, which Flink keeps for each partition on its own. */
public final class InputTimes {
    private InputTimes() {}

    /**
     * The time of audio, video, features and labels: a partition's watermark follows its highest
     * event time at a distance. A record that is refused has the time {@link Long#MIN_VALUE} and
     * moves nothing.
     *
     * <p>A partition that has had no record yet holds event time back, but not for longer than
     * {@code emptyTimeout} by the clock; from its first record on it counts again. Add {@code
     * withWatermarkAlignment} through {@link #aligned}, and {@code withIdleness} where a partition
     * that has had records may fall silent. Both are decided by the clock, so that what comes of
     * them cannot be repeated.
     *
     * @param outOfOrderness how far a record may be behind the highest event time of its partition
     * @param emptyTimeout how long an empty partition holds event time back; 0 means for ever
     * @param decoder the decoder that the records are decoded with downstream
     */
    public static WatermarkStrategy<RawRecord> inOrderWithin(
            Duration outOfOrderness, Duration emptyTimeout, InputDecoder decoder) {
        return WatermarkStrategy.<RawRecord>forGenerator(
                        context ->
                                new InputWatermarks(
                                        outOfOrderness,
                                        emptyTimeout,
                                        context.getInputActivityClock()))
                .withTimestampAssigner((raw, kafkaTimestamp) -> decoder.eventTimeMillis(raw));
    }

    /** A strategy whose sources wait for the slowest of a group. */
    public static WatermarkStrategy<RawRecord> aligned(
            WatermarkStrategy<RawRecord> strategy, Alignment alignment) {
        return strategy.withWatermarkAlignment(
                alignment.group(), alignment.maxDrift(), alignment.updateInterval());
    }

    /**
     * The time of control and model updates, which carry no event time of the stream: none. Their
     * sources are idle, records or not, so that they never hold the job back; nor do they push it
     * on, as the largest watermark would where all other inputs are idle too.
     */
    public static WatermarkStrategy<RawRecord> untimed() {
        return WatermarkStrategy.forGenerator(context -> new Untimed())
                .withTimestampAssigner((raw, kafkaTimestamp) -> Long.MIN_VALUE);
    }

    private static final class Untimed implements WatermarkGenerator<RawRecord> {
        @Override
        public void onEvent(RawRecord raw, long eventTimestamp, WatermarkOutput output) {
            output.markIdle();
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.markIdle();
        }
    }
}
