/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

/** Names of the counters that stand in ledger, summary and metrics. */
public final class Counts {
    /** Examples admitted to training. */
    public static final String ADMITTED = "admitted";

    /** Clips with equally good labels of different classes. */
    public static final String AMBIGUOUS = "ambiguous";

    /** Labelled clips of which one half came after the horizon. */
    public static final String EXPIRED = "expired";

    /** Examples kept for a held-out reservoir. */
    public static final String HELD_OUT = "heldOut";

    /** Examples that are only scored. */
    public static final String EVALUATION_ONLY = "evaluationOnly";

    /** Examples that a method trained on again. */
    public static final String REPLAYED = "replayed";

    /** Labels that came after a better or earlier one of the same clip. */
    public static final String SUPERSEDED = "superseded";

    /** Decisions not made by timestamps and log order. */
    public static final String NON_REPEATABLE_DECISIONS = "nonRepeatableDecisions";

    private Counts() {}
}
