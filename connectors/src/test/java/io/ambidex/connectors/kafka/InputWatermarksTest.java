/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class InputWatermarksTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();
    private final WatermarkOutput output = new Told();

    @Test
    void anEmptyPartitionIsIdleAfterTheTimeout() {
        InputWatermarks watermarks = watermarks(Duration.ofSeconds(10));
        clock.advanceTime(Duration.ofMillis(9_999));
        watermarks.onPeriodicEmit(output);
        assertThat(told).isEmpty();

        clock.advanceTime(Duration.ofMillis(1));
        watermarks.onPeriodicEmit(output);
        assertThat(told).containsExactly("idle");
    }

    @Test
    void theFirstRecordMakesItCountAgainAndItNeverBecomesIdleAfterwards() {
        InputWatermarks watermarks = watermarks(Duration.ofSeconds(10));
        watermarks.onEvent(null, 5_000, output);
        clock.advanceTime(Duration.ofHours(1));
        watermarks.onPeriodicEmit(output);

        assertThat(told).containsExactly("active", "4799");
    }

    @Test
    void aRefusedRecordIsNone() {
        InputWatermarks watermarks = watermarks(Duration.ofSeconds(10));
        watermarks.onEvent(null, Long.MIN_VALUE, output);
        clock.advanceTime(Duration.ofSeconds(10));
        watermarks.onPeriodicEmit(output);

        assertThat(told).containsExactly("idle");
    }

    @Test
    void withoutATimeoutAnEmptyPartitionIsWaitedForForEver() {
        InputWatermarks watermarks = watermarks(Duration.ZERO);
        clock.advanceTime(Duration.ofDays(100));
        watermarks.onPeriodicEmit(output);

        assertThat(told).isEmpty();
    }

    private InputWatermarks watermarks(Duration emptyTimeout) {
        return new InputWatermarks(Duration.ofMillis(200), emptyTimeout, clock);
    }

    private final class Told implements WatermarkOutput {
        @Override
        public void emitWatermark(Watermark watermark) {
            told.add(Long.toString(watermark.getTimestamp()));
        }

        @Override
        public void markIdle() {
            told.add("idle");
        }

        @Override
        public void markActive() {
            told.add("active");
        }
    }
}
