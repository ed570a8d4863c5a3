/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

import java.util.Map;

/**
 * What a person asks for.
 *
 * @param method the balancing method or chain to change to; null keeps the method
 * @param options its options; those that are not named take their defaults
 * @param frozen true freezes training, false lets it go on; null leaves it as it is
 * @param afterSeconds after how much more event time it shall take effect, 0 or more
 */
public record ControlRequest(
        String method, Map<String, String> options, Boolean frozen, double afterSeconds) {
    private static final double MAX_SECONDS = 86_400;

    /** No options are an empty map. */
    public ControlRequest {
        options = options == null ? Map.of() : Map.copyOf(options);
    }

    void requireSensible() throws RefusedCommandException {
        if (!(afterSeconds >= 0 && afterSeconds <= MAX_SECONDS)) {
            throw new RefusedCommandException(
                    RefusedCommandException.Cause.WRONG,
                    "afterSeconds must be 0 to " + (long) MAX_SECONDS + ", but is " + afterSeconds);
        }
        if (method == null && options.isEmpty() && frozen == null) {
            throw new RefusedCommandException(
                    RefusedCommandException.Cause.WRONG,
                    "neither method nor options nor frozen is given");
        }
    }
}
