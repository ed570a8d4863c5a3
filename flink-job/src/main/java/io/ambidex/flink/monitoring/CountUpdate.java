/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A counter of an operator before the trainer has moved. It travels as a record, exactly once like
 * any other, so that the totals in the ledger are exact.
 *
 * @param name name of the counter, see {@link Counts}
 * @param delta by how much it moved
 */
public record CountUpdate(String name, long delta) {

    /** How Flink serializes it. */
    public static final TypeInformation<CountUpdate> TYPE =
            Types.POJO(CountUpdate.class, Map.of("name", Types.STRING, "delta", Types.LONG));
}
