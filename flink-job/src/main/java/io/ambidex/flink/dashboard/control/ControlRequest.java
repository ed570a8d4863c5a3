/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.control;

import java.util.Map;

/**
 * What a person asks for.
 *
 * @param method the balancing method or chain to change to; null keeps the method
 * @param options its options; those that are not named take their defaults
 * @param frozen true freezes training, false lets it go on; null leaves it as it is
 * @param learner whose method and options change: main, which null stands for, or shadow
 * @param drift options of the drift watch to change, by option key; an empty value goes back to
 *     what is configured
 * @param afterSeconds after how much more event time it shall take effect, 0 or more
 */
public record ControlRequest(
        String method,
        Map<String, String> options,
        Boolean frozen,
        String learner,
        Map<String, String> drift,
        double afterSeconds) {
    static final String MAIN = "main";
    static final String SHADOW = "shadow";
    private static final double MAX_SECONDS = 86_400;

    /** No options are an empty map, no learner is the main one. */
    public ControlRequest {
        options = options == null ? Map.of() : Map.copyOf(options);
        drift = drift == null ? Map.of() : Map.copyOf(drift);
        learner = learner == null ? MAIN : learner;
    }

    void requireSensible() throws RefusedCommandException {
        if (!(afterSeconds >= 0 && afterSeconds <= MAX_SECONDS)) {
            throw wrong(
                    "afterSeconds must be 0 to " + (long) MAX_SECONDS + ", but is " + afterSeconds);
        }
        if (method == null && options.isEmpty() && frozen == null && drift.isEmpty()) {
            throw wrong("neither method nor options nor frozen nor drift is given");
        }
        if (!learner.equals(MAIN) && !learner.equals(SHADOW)) {
            throw wrong("learner must be main or shadow, but is " + learner);
        }
        if (learner.equals(SHADOW) && (frozen != null || !drift.isEmpty())) {
            throw wrong("frozen concerns both learners and drift is watched on main");
        }
    }

    private static RefusedCommandException wrong(String message) {
        return new RefusedCommandException(RefusedCommandException.Cause.WRONG, message);
    }
}
