/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.StreamTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Intervals of labels wait from the moment when the label is known. A settled interval is
 * remembered as long as another label may name it again, so that it makes one clip only; and media
 * is kept as long as a label may still come for it. Both end by the watermark, {@code settleDelay}
 * after the horizon, because a label is taken up to {@code settleDelay} after its time.
 */
final class PendingLabelIntervals implements PendingWindows {

    private final long keepMillis;
    private final long pauseMillis;
    private final MapState<WindowId, Boolean> settledByInterval;

    PendingLabelIntervals(RuntimeContext runtime, LabelIntervals windows, PairingOptions options) {
        keepMillis = windows.horizonMillis() + options.settleDelayMillis();
        pauseMillis = Math.max(1, options.silenceLimitMillis());
        settledByInterval =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "intervals", StreamTypes.WINDOW_ID, Types.BOOLEAN));
    }

    /** Takes an interval; whether it is new. */
    boolean add(WindowId interval) throws Exception {
        if (settledByInterval.contains(interval)) {
            return false;
        }
        settledByInterval.put(interval, false);
        return true;
    }

    /** Watermark from which no label names this interval any more. */
    long purgeAt(WindowId interval) {
        return interval.startMillis() + keepMillis;
    }

    @Override
    public Admission admit(BufferedSample sample, long settledMillis, long watermark)
            throws Exception {
        boolean touches = false;
        if (sample.startMillis() < settledMillis) {
            for (Map.Entry<WindowId, Boolean> interval : settledByInterval.entries()) {
                WindowId window = interval.getKey();
                touches |=
                        interval.getValue()
                                && sample.sharesTimeWith(window.startMillis(), window.endMillis());
            }
        }
        boolean needed = needs(sample, settledMillis, watermark);
        return new Admission(
                touches || !needed, needed, Long.MAX_VALUE, sample.endMillis() + keepMillis);
    }

    @Override
    public List<WindowId> settle(long settledMillis, long frontierMillis, List<BufferedSample> kept)
            throws Exception {
        List<WindowId> due = new ArrayList<>();
        for (Map.Entry<WindowId, Boolean> interval : settledByInterval.entries()) {
            if (!interval.getValue() && interval.getKey().endMillis() <= frontierMillis) {
                due.add(interval.getKey());
            }
        }
        due.sort(null);
        for (WindowId window : due) {
            settledByInterval.put(window, true);
        }
        return due;
    }

    @Override
    public boolean needs(BufferedSample sample, long settledMillis, long watermark) {
        return sample.endMillis() + keepMillis > watermark;
    }

    @Override
    public void purge(long watermark) throws Exception {
        List<WindowId> past = new ArrayList<>();
        for (WindowId interval : settledByInterval.keys()) {
            if (purgeAt(interval) <= watermark) {
                past.add(interval);
            }
        }
        for (WindowId interval : past) {
            settledByInterval.remove(interval);
        }
    }

    @Override
    public long nextEnd(long settledMillis, List<BufferedSample> kept) throws Exception {
        long next = Long.MAX_VALUE;
        for (Map.Entry<WindowId, Boolean> interval : settledByInterval.entries()) {
            if (!interval.getValue()) {
                next = Math.min(next, interval.getKey().endMillis());
            }
        }
        return next;
    }

    /** Not for every record by itself: a pause between two purges saves most of the looking. */
    @Override
    public long purgeAt(long watermark, List<BufferedSample> kept) throws Exception {
        long earliest = Long.MAX_VALUE;
        for (BufferedSample sample : kept) {
            earliest = Math.min(earliest, sample.endMillis() + keepMillis);
        }
        for (WindowId interval : settledByInterval.keys()) {
            earliest = Math.min(earliest, purgeAt(interval));
        }
        return earliest == Long.MAX_VALUE || watermark > Long.MAX_VALUE - pauseMillis
                ? earliest
                : Math.max(earliest, watermark + pauseMillis);
    }
}
