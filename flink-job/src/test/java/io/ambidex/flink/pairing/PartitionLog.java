/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.flink.labeling.LabelRecord;
import java.util.List;

/**
 * What one partition of a topic holds: {@link MediaSample}s or {@link LabelRecord}s in the order of
 * the log.
 */
record PartitionLog(List<Object> records) {

    static long timeOf(Object record) {
        return record instanceof MediaSample sample
                ? sample.startMillis()
                : ((LabelRecord) record).knownAtMillis();
    }
}
