/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

/** Names of the counters that stand in ledger, summary and metrics. */
public final class Counts {
    /** Clips made. */
    public static final String CLIPS = "clips";

    /** Clips in which at least one modality is missing. */
    public static final String CLIPS_WITH_MISSING_MODALITY = "clipsWithMissingModality";

    /** Clips whose skew is outside the tolerance. */
    public static final String SKEW_EXCEEDED = "skewExceeded";

    /** Media records older than the newest of their modality minus the out-of-orderness. */
    public static final String LATE_RECORDS = "lateRecords";

    /** Media records that came after a window of theirs was settled by silence. */
    public static final String RECORDS_AFTER_SILENCE = "recordsAfterSilence";

    /** Media records that were driven out by a cap while their windows waited. */
    public static final String EVICTED_RECORDS = "evictedRecords";

    /** Label intervals in which no modality delivered anything: they make no clip. */
    public static final String INTERVALS_WITHOUT_MEDIA = "intervalsWithoutMedia";

    /** Label intervals whose media was not kept so long: they make no clip. */
    public static final String INTERVALS_EXPIRED = "intervalsExpired";

    /** Label intervals that came when their decision had passed: they make no clip. */
    public static final String LATE_INTERVALS = "lateIntervals";

    /** Examples admitted to training. */
    public static final String ADMITTED = "admitted";

    /** Clips with equally good labels of different classes. */
    public static final String AMBIGUOUS = "ambiguous";

    /** Labels that left after the horizon and no clip took note of. */
    public static final String EXPIRED = "expired";

    /** Examples kept for a held-out reservoir. */
    public static final String HELD_OUT = "heldOut";

    /** Examples that are only scored. */
    public static final String EVALUATION_ONLY = "evaluationOnly";

    /** Examples that a method trained on again. */
    public static final String REPLAYED = "replayed";

    /** Labels that came after a better or earlier one of the same clip. */
    public static final String SUPERSEDED = "superseded";

    /** Clips that left without a label after the horizon. */
    public static final String UNLABELLED = "unlabelled";

    /** Labels that came when their decision had passed. */
    public static final String LATE_LABELS = "lateLabels";

    /** Clips that were driven out by a cap while they waited for a label. */
    public static final String EVICTED_CLIPS = "evictedClips";

    /** Labels of a class that is not in the class list. */
    public static final String UNKNOWN_LABELS = "unknownLabels";

    /** Decisions not made by timestamps and log order. */
    public static final String NON_REPEATABLE_DECISIONS = "nonRepeatableDecisions";

    private Counts() {}
}
