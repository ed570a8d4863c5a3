/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import java.util.Comparator;

/**
 * Identifies a model version. A restore from an older state starts a new epoch, so that a number is
 * never given to two different models.
 *
 * @param epoch at least 0
 * @param number within the epoch, at least 0
 */
public record ModelVersion(long epoch, long number) implements Comparable<ModelVersion> {

    private static final Comparator<ModelVersion> ORDER =
            Comparator.comparingLong(ModelVersion::epoch).thenComparingLong(ModelVersion::number);

    /** The version that is published before the first step. */
    public static final ModelVersion INITIAL = new ModelVersion(0, 0);

    public ModelVersion {
        if (epoch < 0 || number < 0) {
            throw new IllegalArgumentException(
                    "epoch and number must not be negative, not " + epoch + " and " + number);
        }
    }

    @Override
    public int compareTo(ModelVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "." + number;
    }
}
