/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import com.fasterxml.jackson.annotation.JsonValue;

/** Which of two learners was right more often on the same examples. */
enum Verdict {
    MAIN("main"),
    SHADOW("shadow"),
    /** The difference is within two standard errors, or there are no examples. */
    NEITHER("neither");

    private static final double STANDARD_ERRORS = 2;

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    @JsonValue
    String label() {
        return label;
    }

    /**
     * Compares two shares of right answers. The standard error is that of two independent samples,
     * {@code sqrt((p(1-p) + q(1-q)) / n)}: on the same examples the true one is mostly smaller, so
     * that this is careful.
     */
    static Verdict of(double main, double shadow, long examples) {
        double variance = (main * (1 - main) + shadow * (1 - shadow)) / Math.max(1, examples);
        double difference = main - shadow;
        if (examples == 0 || Math.abs(difference) <= STANDARD_ERRORS * Math.sqrt(variance)) {
            return NEITHER;
        }
        return difference > 0 ? MAIN : SHADOW;
    }
}
