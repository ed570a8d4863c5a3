/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * The watermark of an operator, kept over a restore. After a restore Flink's watermark starts again
 * from nothing; a window that was settled by silence before must not look open then.
 */
final class WatermarkFloor {

    private ListState<Long> state;
    private long highest = Long.MIN_VALUE;

    /** The lowest of all subtasks that had seen one: safe for a key that comes from any of them. */
    void restore(FunctionInitializationContext context) throws Exception {
        state =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
        long lowest = Long.MAX_VALUE;
        for (long watermark : state.get()) {
            lowest = Math.min(lowest, watermark);
        }
        if (lowest != Long.MAX_VALUE) {
            highest = lowest;
        }
    }

    void snapshot() throws Exception {
        state.clear();
        if (highest != Long.MIN_VALUE) {
            state.add(highest);
        }
    }

    /** The watermark, never lower than before the restore. */
    long raise(long current) {
        highest = Math.max(highest, current);
        return highest;
    }
}
