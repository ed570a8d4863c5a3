/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.schema.FeatureVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A measurement of a further modality to 32-bit little-endian floats, all of them finite. */
public final class FeatureDecoder implements MediaDecoder<FeatureVector> {
    private static final long serialVersionUID = 1L;

    private final String modality;
    private final int values;

    /**
     * @param modality name of the modality
     * @param values how many values one measurement has
     */
    public FeatureDecoder(String modality, int values) {
        if (values < 1) {
            throw new IllegalArgumentException(
                    "a measurement needs at least 1 value, but has " + values);
        }
        this.modality = modality;
        this.values = values;
    }

    @Override
    public String modality() {
        return modality;
    }

    @Override
    public MediaSample decode(FeatureVector vector, RecordPosition position) throws MediaException {
        List<Float> given = vector.getValues();
        if (given.size() != values) {
            throw new MediaException(
                    "the measurement has " + given.size() + " values, the network takes " + values);
        }
        ByteBuffer data = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values; i++) {
            float value = given.get(i);
            if (!Float.isFinite(value)) {
                throw new MediaException("value " + i + " is " + value + ", not a finite number");
            }
            data.putFloat(value);
        }
        long end = EventTimes.end(vector.getTimestampMillis(), vector.getDurationMillis());
        return new MediaSample(
                vector.getStreamId(),
                modality,
                vector.getTimestampMillis(),
                end,
                data.array(),
                position);
    }
}
