/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.monitoring.ExactCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Joins the clips of a stream id with its labels, see {@link LabelChoice} for the choice.
 *
 * <p>Every decision is a timer, at a moment by which all that could change it has come:
 *
 * <ul>
 *   <li>a clip takes its label at {@code max(window end, knownAt) + settle delay};
 *   <li>a clip without a label leaves at {@code window end + horizon + settle delay};
 *   <li>a label leaves at {@code max(interval end, knownAt) + horizon + settle delay}, and is
 *       counted as expired if no clip ever took note of it;
 *   <li>the window of a decided clip is remembered as long as an undecided clip would wait, so that
 *       later labels for it are counted as superseded.
 * </ul>
 *
 * <p>A label that comes when its decision has already passed, and a clip that a cap drives out, are
 * counted as decisions that cannot be repeated.
 */
public final class LabelingFunction
        extends KeyedCoProcessFunction<String, ScoredClip, LabelRecord, Example> {

    /** Side output of all counters. */
    public static final OutputTag<CountUpdate> COUNTS =
            new OutputTag<>("label-counts", CountUpdate.TYPE);

    private static final long serialVersionUID = 1L;

    private final LabelingOptions options;

    private transient WaitingClips clips;
    private transient WaitingLabels labels;
    private transient MapState<WindowId, Long> decided;
    private transient ExactCounters counters;

    public LabelingFunction(LabelingOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        clips = new WaitingClips(getRuntimeContext());
        labels = new WaitingLabels(getRuntimeContext());
        decided =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "decided-windows", StreamTypes.WINDOW_ID, Types.LONG));
        counters = new ExactCounters(getRuntimeContext().getMetricGroup(), "labels", COUNTS);
    }

    @Override
    public void processElement1(ScoredClip clip, Context context, Collector<Example> out)
            throws Exception {
        WindowId window = clip.clip().window();
        clips.add(clip);
        remind(context, clipLeavesAt(window));
        for (LabelRecord label : labels.around(window)) {
            if (covers(label, window)) {
                remind(context, decidesAt(label, window));
            }
        }
        Optional<WindowId> oldest;
        while ((oldest = clips.beyond(options.maxPendingClips(), options.maxPendingBytes()))
                .isPresent()) {
            clips.remove(oldest.get());
            counters.add(context, Counts.EVICTED_CLIPS, 1);
            counters.add(context, Counts.NON_REPEATABLE_DECISIONS, 1);
        }
    }

    @Override
    public void processElement2(LabelRecord label, Context context, Collector<Example> out)
            throws Exception {
        if (label.knownAtMillis() + options.settleDelayMillis()
                <= context.timerService().currentWatermark()) {
            counters.add(context, Counts.LATE_LABELS, 1);
            counters.add(context, Counts.NON_REPEATABLE_DECISIONS, 1);
            return;
        }
        long superseded = 0;
        for (WindowId window : decided.keys()) {
            superseded += covers(label, window) ? 1 : 0;
        }
        counters.add(context, Counts.SUPERSEDED, superseded);
        labels.add(new WaitingLabel(label, superseded > 0));
        remind(context, labelLeavesAt(label));
        for (WindowId window : clips.windows()) {
            if (covers(label, window)) {
                remind(context, decidesAt(label, window));
            }
        }
        evictLabels(context);
    }

    @Override
    public void onTimer(long now, OnTimerContext context, Collector<Example> out) throws Exception {
        for (WindowId window : clips.windows()) {
            Optional<LabelChoice> choice = LabelChoice.of(window, labelsCovering(window));
            if (choice.isPresent()
                    && choice.get().timeMillis(window) + options.settleDelayMillis() <= now) {
                decide(window, choice.get(), context, out);
            } else if (clipLeavesAt(window) <= now) {
                clips.remove(window);
                counters.add(context, Counts.UNLABELLED, 1);
            }
        }
        forget(now, context);
    }

    private void decide(
            WindowId window, LabelChoice choice, OnTimerContext context, Collector<Example> out)
            throws Exception {
        ScoredClip scored = clips.remove(window);
        decided.put(window, choice.timeMillis(window));
        labels.use(choice.label());
        for (LabelRecord other : choice.others()) {
            labels.use(other);
        }
        counters.add(context, Counts.SUPERSEDED, choice.superseded());
        if (choice.ambiguous()) {
            counters.add(context, Counts.AMBIGUOUS, 1);
            return;
        }
        out.collect(
                new Example(
                        scored.clip(),
                        scored.prediction(),
                        choice.label().label(),
                        choice.label().evaluateOnly(),
                        choice.label().position(),
                        choice.timeMillis(window)));
    }

    private void forget(long now, OnTimerContext context) throws Exception {
        long moment = now - options.horizonMillis() - options.settleDelayMillis();
        for (WaitingLabel waiting : labels.removeAt(moment)) {
            counters.add(context, Counts.EXPIRED, waiting.used() ? 0 : 1);
        }
        List<WindowId> past = new ArrayList<>();
        for (WindowId window : decided.keys()) {
            if (clipLeavesAt(window) <= now) {
                past.add(window);
            }
        }
        for (WindowId window : past) {
            decided.remove(window);
        }
    }

    private void evictLabels(Context context) throws Exception {
        if (labels.size() > options.maxPendingClips()) {
            counters.add(context, Counts.EXPIRED, labels.removeOldest().used() ? 0 : 1);
            counters.add(context, Counts.NON_REPEATABLE_DECISIONS, 1);
        }
    }

    private List<LabelRecord> labelsCovering(WindowId window) throws Exception {
        return labels.around(window).stream().filter(label -> covers(label, window)).toList();
    }

    /**
     * A label known later than the window's end plus the horizon is none of the window's, even when
     * it is read early: else the counts would depend on the order of arrival.
     */
    private boolean inTime(LabelRecord label, WindowId window) {
        return label.knownAtMillis() - window.endMillis() <= options.horizonMillis();
    }

    private boolean covers(LabelRecord label, WindowId window) {
        return inTime(label, window) && options.covers(label, window);
    }

    private long decidesAt(LabelRecord label, WindowId window) {
        return Math.max(window.endMillis(), label.knownAtMillis()) + options.settleDelayMillis();
    }

    private long clipLeavesAt(WindowId window) {
        return window.endMillis() + options.horizonMillis() + options.settleDelayMillis();
    }

    private long labelLeavesAt(LabelRecord label) {
        return WaitingLabels.moment(label) + options.horizonMillis() + options.settleDelayMillis();
    }

    private static void remind(
            KeyedCoProcessFunction<String, ScoredClip, LabelRecord, Example>.Context context,
            long at) {
        context.timerService().registerEventTimeTimer(at);
    }
}
