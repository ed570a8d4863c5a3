/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.StreamSettings;
import io.ambidex.flink.options.WindowOptions;
import org.apache.flink.configuration.Configuration;

/**
 * The rules of pairing and labeling, as the job was given them; all times in milliseconds.
 *
 * @param labelWindows whether the windows are the intervals of labels
 * @param sizeMillis length of a window
 * @param hopMillis from one window to the next
 * @param outOfOrdernessMillis how much older than the newest record of its modality a record may be
 * @param horizonMillis how long a window's label may be known after its end
 * @param minimumOverlap share of a window that its label must cover
 */
record CheckedOptions(
        boolean labelWindows,
        long sizeMillis,
        long hopMillis,
        long outOfOrdernessMillis,
        long horizonMillis,
        double minimumOverlap) {

    static CheckedOptions of(Configuration options) {
        long size = options.get(WindowOptions.SIZE).toMillis();
        boolean hopping = options.get(WindowOptions.WINDOW) == WindowOptions.Kind.HOPPING;
        return new CheckedOptions(
                StreamSettings.hasLabelWindows(options),
                size,
                hopping ? options.get(WindowOptions.HOP).toMillis() : size,
                options.get(WindowOptions.OUT_OF_ORDERNESS).toMillis(),
                options.get(LabelOptions.HORIZON).toMillis(),
                options.get(LabelOptions.MINIMUM_OVERLAP));
    }
}
