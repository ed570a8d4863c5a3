/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Any further modality: 32-bit little-endian floats, the last record of the window or the mean of
 * all of them.
 *
 * @param values numbers of a record, 1 or more
 * @param summary which of them the network gets
 */
public record ValueAssembler(int values, Summary summary) implements MediaAssembler {

    /** How several records of a window become one. */
    public enum Summary {
        /** The latest record. */
        LAST,
        /** The mean, number by number, added up in double precision in the order of time. */
        MEAN
    }

    public ValueAssembler {
        Limits.atLeast("values of a record", values, 1);
    }

    @Override
    public MediaKind kind() {
        return MediaKind.VALUES;
    }

    @Override
    public byte[] assemble(WindowId window, List<MediaSample> samples) {
        samples.forEach(this::check);
        return switch (summary) {
            case LAST -> samples.get(samples.size() - 1).data().clone();
            case MEAN -> mean(samples);
        };
    }

    private byte[] mean(List<MediaSample> samples) {
        double[] sums = new double[values];
        for (MediaSample sample : samples) {
            ByteBuffer data = ByteBuffer.wrap(sample.data()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < values; i++) {
                sums[i] += data.getFloat();
            }
        }
        ByteBuffer mean = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double sum : sums) {
            mean.putFloat((float) (sum / samples.size()));
        }
        return mean.array();
    }

    private void check(MediaSample sample) {
        if (sample.data().length != values * Float.BYTES) {
            throw new IllegalArgumentException(
                    "a record must have "
                            + values * Float.BYTES
                            + " bytes, but "
                            + sample.position()
                            + " has "
                            + sample.data().length);
        }
    }
}
