/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Which device an operator computes on. */
public final class Devices {

    /** Flink's name of the external resource. */
    public static final String RESOURCE = "gpu";

    /**
     * What is configured; for {@code auto} the first GPU that Flink granted to this task manager,
     * if any. Flink does not isolate GPUs by slot: with several on one task manager every operator
     * sees the same first one.
     *
     * @param configured auto, cpu or gpu:N
     */
    public static String choose(RuntimeContext context, String configured) {
        if (!configured.equals("auto")) {
            return configured;
        }
        return granted(context).map(index -> "gpu:" + index).orElse(configured);
    }

    private static Optional<String> granted(RuntimeContext context) {
        return context.getExternalResourceInfos(RESOURCE).stream()
                .flatMap(info -> info.getProperty("index").stream())
                .sorted()
                .findFirst();
    }

    private Devices() {}
}
