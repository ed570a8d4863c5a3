/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.monitoring.ExactCounters;
import io.ambidex.flink.pairing.DroppedSample.Reason;
import io.ambidex.flink.pairing.PendingWindows.Admission;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Pairs the modalities of a stream id, the key, into clips. Input 1 is the union of all modalities;
 * input 2 are the labels, read with {@link LabelIntervals} only.
 *
 * <p>A clip is a function of timestamps and of the order within each partition:
 *
 * <ul>
 *   <li>per modality, the mark is the highest start seen; a record that starts before the mark
 *       minus the out-of-orderness is <em>late</em> and left out, whether or not its window is
 *       open;
 *   <li>a window is <em>settled</em> when the marks of all modalities have passed its end plus the
 *       allowed delay (by then every further record of it is late), or when the watermark has
 *       passed its end by the silence limit: a modality without a record is then missing;
 *   <li>a window in which no modality delivered anything makes no clip; the interval of a label in
 *       which nothing was delivered makes none either, and is counted.
 * </ul>
 *
 * <p>Two things cannot be repeated, and are counted so: a record that is not late but comes after a
 * window of it was settled by silence, and a record evicted by the cap of its stream id. Nothing
 * remains of a stream id that has fallen silent.
 */
public final class PairingFunction
        extends KeyedCoProcessFunction<String, MediaSample, LabelRecord, Clip>
        implements CheckpointedFunction {

    /** Side output of all counters. */
    public static final OutputTag<CountUpdate> COUNTS =
            new OutputTag<>("pairing-counts", CountUpdate.TYPE);

    /** Side output of the records that were left out. */
    public static final OutputTag<DroppedSample> DROPPED =
            new OutputTag<>("dropped-samples", DroppedSample.TYPE);

    private static final long serialVersionUID = 1L;

    private final PairingOptions options;

    private transient WatermarkFloor watermark;
    private transient ValueState<StreamProgress> progress;
    private transient SampleBuffer buffer;
    private transient PendingWindows windows;
    private transient ClipMaker maker;
    private transient ExactCounters counters;

    /** Pairs as the options say. */
    public PairingFunction(PairingOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        watermark = new WatermarkFloor();
        watermark.restore(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        watermark.snapshot();
    }

    @Override
    public void open(OpenContext context) {
        progress =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("progress", PairingTypes.PROGRESS));
        buffer = new SampleBuffer(getRuntimeContext());
        windows =
                options.windows() instanceof LabelIntervals intervals
                        ? new PendingLabelIntervals(getRuntimeContext(), intervals, options)
                        : new PendingFixedWindows((FixedWindows) options.windows());
        maker = new ClipMaker(options);
        counters = new ExactCounters(getRuntimeContext().getMetricGroup(), "pairing", COUNTS);
    }

    @Override
    public void processElement1(MediaSample sample, Context context, Collector<Clip> out)
            throws Exception {
        long now = watermark.raise(context.timerService().currentWatermark());
        StreamProgress stream = progressOfStream();
        BufferedSample key = BufferedSample.of(options.indexOf(sample.modality()), sample);
        if (stream.isLate(key, options.outOfOrdernessMillis())) {
            counters.add(context, Counts.LATE_RECORDS, 1);
            context.output(DROPPED, DroppedSample.of(sample, Reason.LATE));
            return;
        }
        Admission admission = windows.admit(key, stream.settledWith(bySilence(now)), now);
        if (admission.touchesSettled()) {
            counters.add(context, Counts.RECORDS_AFTER_SILENCE, 1);
            counters.add(context, Counts.NON_REPEATABLE_DECISIONS, 1);
        }
        stream = stream.withMark(key.modality(), key.startMillis());
        if (admission.needed()) {
            buffer.add(key, sample);
            stream =
                    stream.adding(key)
                            .waitingFor(admission.nextEndMillis(), admission.purgeMillis());
        } else {
            context.output(DROPPED, DroppedSample.of(sample, Reason.AFTER_SILENCE));
        }
        stream = evict(stream, context);
        finish(settle(stream, now, context, out), now, context);
    }

    @Override
    public void processElement2(LabelRecord label, Context context, Collector<Clip> out)
            throws Exception {
        if (!(windows instanceof PendingLabelIntervals intervals)) {
            return;
        }
        long now = watermark.raise(context.timerService().currentWatermark());
        if (label.knownAtMillis() + options.settleDelayMillis() <= now) {
            counters.add(context, Counts.LATE_INTERVALS, 1);
            counters.add(context, Counts.NON_REPEATABLE_DECISIONS, 1);
            return;
        }
        WindowId interval = label.interval();
        if (!((LabelIntervals) options.windows()).keeps(interval, label.knownAtMillis())) {
            counters.add(context, Counts.INTERVALS_EXPIRED, 1);
            return;
        }
        if (intervals.add(interval)) {
            StreamProgress stream =
                    progressOfStream()
                            .waitingFor(interval.endMillis(), intervals.purgeAt(interval));
            finish(settle(stream, now, context, out), now, context);
        }
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Clip> out) throws Exception {
        StreamProgress stream = progress.value();
        if (stream == null) {
            return;
        }
        long now = watermark.raise(context.timerService().currentWatermark());
        stream = stream.withTimer(Long.MAX_VALUE);
        finish(settle(stream, now, context, out), now, context);
    }

    /** Makes the clips of all windows that are settled now, and lets go what is needed no more. */
    private StreamProgress settle(
            StreamProgress stream, long now, Context context, Collector<Clip> out)
            throws Exception {
        long frontier = stream.settledWith(Math.max(byMarks(stream), bySilence(now)));
        if (frontier < stream.nextEndMillis() && now < stream.purgeMillis()) {
            return stream.withSettled(frontier);
        }
        long end = stream.endOfKept();
        long near = Math.min(Math.max(frontier, now), end);
        List<BufferedSample> keys = buffer.keys(stream.oldestMillis(), near);
        for (WindowId window : windows.settle(stream.settledMillis(), frontier, keys)) {
            make(window, keys, context, out);
        }
        windows.purge(now);
        List<BufferedSample> kept = new ArrayList<>();
        StreamProgress rest = stream.withSettled(frontier);
        for (BufferedSample key : keys) {
            if (windows.needs(key, frontier, now)) {
                kept.add(key);
            } else {
                buffer.remove(key);
                rest = rest.without(key);
            }
        }
        // Later records end later windows: the earliest of them tells when to look again.
        kept.addAll(buffer.firstKeys(Math.max(near, stream.oldestMillis()), end));
        return rest.beginningWith(kept)
                .withNext(windows.nextEnd(frontier, kept), windows.purgeAt(now, kept));
    }

    private void make(
            WindowId window, List<BufferedSample> keys, Context context, Collector<Clip> out)
            throws Exception {
        List<List<MediaSample>> samples = buffer.of(window, keys, options.modalities().size());
        if (samples.stream().allMatch(List::isEmpty)) {
            counters.add(context, Counts.INTERVALS_WITHOUT_MEDIA, 1);
            return;
        }
        Clip clip = maker.make(context.getCurrentKey(), window, samples);
        count(context, clip);
        out.collect(clip);
    }

    /**
     * Drops the oldest records when the cap is exceeded: down to seven eighths of it, so that the
     * next record does not look through all of them again.
     */
    private StreamProgress evict(StreamProgress stream, Context context) throws Exception {
        if (!stream.exceeds(options.limits())) {
            return stream;
        }
        BufferLimits goal = options.limits().sevenEighths();
        List<BufferedSample> keys = buffer.keys();
        StreamProgress rest = stream.keeping(keys);
        int evicted = 0;
        if (rest.exceeds(options.limits())) {
            while (rest.exceeds(goal)) {
                BufferedSample oldest = keys.get(evicted++);
                context.output(DROPPED, DroppedSample.of(buffer.get(oldest), Reason.EVICTED));
                buffer.remove(oldest);
                long next =
                        evicted < keys.size() ? keys.get(evicted).startMillis() : Long.MAX_VALUE;
                rest = rest.keeping(next, rest.records() - 1, rest.bytes() - oldest.bytes());
            }
        }
        counters.add(context, Counts.EVICTED_RECORDS, evicted);
        counters.add(context, Counts.NON_REPEATABLE_DECISIONS, evicted);
        return rest;
    }

    /** Stores how far the stream id has come, or forgets it; there is one timer at any time. */
    private void finish(StreamProgress stream, long now, Context context) throws Exception {
        long at = stream.wakeAt(options);
        if (at <= now && stream.isEmpty()) {
            if (stream.timerMillis() != Long.MAX_VALUE) {
                context.timerService().deleteEventTimeTimer(stream.timerMillis());
            }
            progress.clear();
            return;
        }
        if (at < stream.timerMillis()) {
            if (stream.timerMillis() != Long.MAX_VALUE) {
                context.timerService().deleteEventTimeTimer(stream.timerMillis());
            }
            context.timerService().registerEventTimeTimer(at);
            stream = stream.withTimer(at);
        }
        progress.update(stream);
    }

    private StreamProgress progressOfStream() throws Exception {
        StreamProgress stream = progress.value();
        return stream == null ? StreamProgress.start(options.modalities().size()) : stream;
    }

    private long byMarks(StreamProgress stream) {
        long lowest = stream.lowestMark();
        return lowest == Long.MIN_VALUE ? lowest : lowest - options.allowedDelayMillis();
    }

    private long bySilence(long now) {
        return now == Long.MIN_VALUE ? now : now - options.silenceLimitMillis();
    }

    private void count(Context context, Clip clip) {
        counters.add(context, Counts.CLIPS, 1);
        counters.add(
                context,
                Counts.CLIPS_WITH_MISSING_MODALITY,
                clip.missingModalities().isEmpty() ? 0 : 1);
        counters.add(context, Counts.SKEW_EXCEEDED, clip.skewExceeded() ? 1 : 0);
    }
}
