/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.schema.FeatureVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureDecoderTest {
    private static final RecordPosition POSITION = new RecordPosition("depth", 0, 9);

    private final FeatureDecoder decoder = new FeatureDecoder("depth", 3);

    @Test
    void valuesBecomeLittleEndianFloats() throws Exception {
        MediaSample sample = decoder.decode(vector(20, 1f, -2.5f, 0f), POSITION);
        ByteBuffer data = ByteBuffer.wrap(sample.data()).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(data.getFloat()).isEqualTo(1f);
        assertThat(data.getFloat()).isEqualTo(-2.5f);
        assertThat(data.getFloat()).isZero();
        assertThat(sample.startMillis()).isEqualTo(100);
        assertThat(sample.endMillis()).isEqualTo(120);
    }

    @Test
    void whatCannotBeUsedIsRefusedWithLimitAndActualValue() {
        assertRefused(vector(0, 1f, 2f), "2 values", "takes 3");
        assertRefused(vector(0, 1f, Float.NaN, 2f), "value 1", "NaN");
        assertRefused(vector(0, 1f, 2f, Float.POSITIVE_INFINITY), "value 2", "Infinity");
        assertRefused(vector(-1, 1f, 2f, 3f), "-1 ms");
    }

    private void assertRefused(FeatureVector vector, String... parts) {
        assertThatThrownBy(() -> decoder.decode(vector, POSITION))
                .isInstanceOf(MediaException.class)
                .hasMessageContainingAll(parts);
    }

    private static FeatureVector vector(int durationMillis, Float... values) {
        return FeatureVector.newBuilder()
                .setStreamId("cam")
                .setTimestampMillis(100)
                .setDurationMillis(durationMillis)
                .setValues(List.of(values))
                .build();
    }
}
