/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Watermarks of one partition: its highest event time less the out-of-orderness. While it has had
 * no record it becomes idle after a while, so that an input that nobody writes to does not stop the
 * others.
 */
final class InputWatermarks implements WatermarkGenerator<RawRecord> {

    private final BoundedOutOfOrdernessWatermarks<RawRecord> watermarks;
    private final long emptyTimeoutNanos;
    private final RelativeClock clock;
    private final long startNanos;
    private boolean empty = true;

    /**
     * @param emptyTimeout 0 means never
     * @param clock stands still while the partition is paused
     */
    InputWatermarks(Duration outOfOrderness, Duration emptyTimeout, RelativeClock clock) {
        this.watermarks = new BoundedOutOfOrdernessWatermarks<>(outOfOrderness);
        this.emptyTimeoutNanos = emptyTimeout.toNanos();
        this.clock = clock;
        this.startNanos = clock.relativeTimeNanos();
    }

    @Override
    public void onEvent(RawRecord raw, long eventTimeMillis, WatermarkOutput output) {
        if (eventTimeMillis != Long.MIN_VALUE) {
            if (empty) {
                empty = false;
                output.markActive();
            }
            watermarks.onEvent(raw, eventTimeMillis, output);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (!empty) {
            watermarks.onPeriodicEmit(output);
        } else if (emptyTimeoutNanos > 0
                && clock.relativeTimeNanos() - startNanos >= emptyTimeoutNanos) {
            output.markIdle();
        }
    }
}
