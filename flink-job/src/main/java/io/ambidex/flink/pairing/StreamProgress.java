/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import java.util.Arrays;
import java.util.List;

/**
 * How far a stream id has come. {@link Long#MIN_VALUE} means never, {@link Long#MAX_VALUE} nothing
 * to come.
 *
 * @param marks per modality the highest start of a record seen
 * @param settledMillis every window that ends at or before this is settled
 * @param nextEndMillis no window that waits ends before this
 * @param purgeMillis watermark from which a kept record or interval may go
 * @param oldestMillis no kept record starts before this
 * @param records number of kept records
 * @param bytes bytes of media of the kept records
 * @param timerMillis the one registered timer
 */
public record StreamProgress(
        long[] marks,
        long settledMillis,
        long nextEndMillis,
        long purgeMillis,
        long oldestMillis,
        long records,
        long bytes,
        long timerMillis) {

    private static final long NONE = Long.MAX_VALUE;

    static StreamProgress start(int modalities) {
        long[] marks = new long[modalities];
        Arrays.fill(marks, Long.MIN_VALUE);
        return new StreamProgress(marks, Long.MIN_VALUE, NONE, NONE, NONE, 0, 0, NONE);
    }

    boolean isLate(BufferedSample sample, long outOfOrdernessMillis) {
        long mark = marks[sample.modality()];
        return mark != Long.MIN_VALUE && sample.startMillis() < mark - outOfOrdernessMillis;
    }

    /** Up to where windows are settled, given that they are up to {@code millis}. */
    long settledWith(long millis) {
        return Math.max(settledMillis, millis);
    }

    /** How far all modalities have come. */
    long lowestMark() {
        return Arrays.stream(marks).min().orElse(Long.MIN_VALUE);
    }

    /** Whether nothing is kept and no window waits. */
    boolean isEmpty() {
        return records == 0 && nextEndMillis == NONE && purgeMillis == NONE;
    }

    boolean exceeds(BufferLimits limits) {
        return records > limits.records()
                || bytes > limits.bytes()
                || (records > 0 && highestMark() - oldestMillis > limits.spanMillis());
    }

    /** The watermark with which something is to be done next; in the past when there is nothing. */
    long wakeAt(PairingOptions options) {
        long silence = options.silenceLimitMillis();
        if (isEmpty()) {
            long mark = highestMark();
            return mark == Long.MIN_VALUE
                    ? mark
                    : mark + options.windows().maxLengthMillis() + silence;
        }
        long settles = nextEndMillis == NONE ? NONE : nextEndMillis + silence;
        return Math.min(settles, purgeMillis);
    }

    StreamProgress withMark(int modality, long startMillis) {
        long[] moved = marks.clone();
        moved[modality] = Math.max(moved[modality], startMillis);
        return new StreamProgress(
                moved,
                settledMillis,
                nextEndMillis,
                purgeMillis,
                oldestMillis,
                records,
                bytes,
                timerMillis);
    }

    StreamProgress withSettled(long millis) {
        return new StreamProgress(
                marks,
                millis,
                nextEndMillis,
                purgeMillis,
                oldestMillis,
                records,
                bytes,
                timerMillis);
    }

    /** A further window waits, or something more may go. */
    StreamProgress waitingFor(long endMillis, long purgeableAt) {
        return withNext(Math.min(nextEndMillis, endMillis), Math.min(purgeMillis, purgeableAt));
    }

    StreamProgress withNext(long endMillis, long purgeableAt) {
        return new StreamProgress(
                marks,
                settledMillis,
                endMillis,
                purgeableAt,
                oldestMillis,
                records,
                bytes,
                timerMillis);
    }

    /** One more record is kept. */
    StreamProgress adding(BufferedSample sample) {
        return keeping(
                Math.min(oldestMillis, sample.startMillis()), records + 1, bytes + sample.bytes());
    }

    /** Exactly these records are kept; they are in the order of time. */
    StreamProgress keeping(List<BufferedSample> kept) {
        long oldest = kept.isEmpty() ? NONE : kept.get(0).startMillis();
        long size = kept.stream().mapToLong(BufferedSample::bytes).sum();
        return keeping(oldest, kept.size(), size);
    }

    StreamProgress keeping(long oldest, long count, long size) {
        return new StreamProgress(
                marks, settledMillis, nextEndMillis, purgeMillis, oldest, count, size, timerMillis);
    }

    /** One record less. */
    StreamProgress without(BufferedSample sample) {
        return keeping(oldestMillis, records - 1, bytes - sample.bytes());
    }

    /** The first of these, in the order of time, is the oldest kept. */
    StreamProgress beginningWith(List<BufferedSample> first) {
        return keeping(first.isEmpty() ? NONE : first.get(0).startMillis(), records, bytes);
    }

    /** No kept record begins at or after this. */
    long endOfKept() {
        long highest = highestMark();
        return highest == Long.MIN_VALUE ? highest : highest + 1;
    }

    StreamProgress withTimer(long millis) {
        return new StreamProgress(
                marks,
                settledMillis,
                nextEndMillis,
                purgeMillis,
                oldestMillis,
                records,
                bytes,
                millis);
    }

    private long highestMark() {
        return Arrays.stream(marks).max().orElse(Long.MIN_VALUE);
    }
}
