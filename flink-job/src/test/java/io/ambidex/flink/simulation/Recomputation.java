/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.pairing.FixedWindows;
import io.ambidex.flink.pairing.LabelIntervals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the rules make of a world, worked out from its logs in a few loops, without streams, state
 * or watermarks.
 */
final class Recomputation {

    /** A labelled clip. */
    record Labelled(
            ExpectedClip clip,
            int label,
            boolean evaluateOnly,
            RecordPosition labelPosition,
            long timeMillis) {

        static final Comparator<Labelled> TRAINING_ORDER =
                Comparator.comparingLong(Labelled::timeMillis)
                        .thenComparing(example -> example.clip().window())
                        .thenComparing(example -> example.clip().streamId());
    }

    /** All clips. */
    final Set<ExpectedClip> clips = new TreeSet<>();

    /** The clips with one best label, in the order of training. */
    final List<Labelled> examples = new ArrayList<>();

    /** Clips with equally good labels of different classes. */
    long ambiguous;

    /** Clips without a label. */
    long unlabelled;

    /** Labels that no clip took note of. */
    long expired;

    private final World world;

    Recomputation(World world) {
        this.world = world;
        for (String stream : World.STREAMS) {
            List<MediaSample> audio = inTime(stream, World.AUDIO);
            List<MediaSample> video = inTime(stream, World.VIDEO);
            for (WindowId window : windows(stream)) {
                var samples = List.of(inside(window, audio), inside(window, video));
                if (!samples.stream().allMatch(List::isEmpty)) {
                    clips.add(ExpectedClip.of(stream, window, samples));
                }
            }
        }
        Set<RecordPosition> noted = new TreeSet<>(Comparator.comparing(RecordPosition::toString));
        clips.forEach(clip -> label(clip, noted));
        expired = labels(label -> !noted.contains(label.position())).size();
        examples.sort(Labelled.TRAINING_ORDER);
    }

    /** The mini-batches, when some examples are held out. */
    List<List<Labelled>> batches(Predicate<Labelled> heldOut) {
        List<List<Labelled>> batches = new ArrayList<>();
        List<Labelled> open = new ArrayList<>();
        for (Labelled example : examples) {
            if (!open.isEmpty()
                    && example.timeMillis() - open.get(0).timeMillis() > world.batchTimeoutMillis) {
                batches.add(open);
                open = new ArrayList<>();
            }
            if (!example.evaluateOnly() && !heldOut.test(example)) {
                open.add(example);
            }
            if (open.size() == world.batchSize) {
                batches.add(open);
                open = new ArrayList<>();
            }
        }
        if (!open.isEmpty()) {
            batches.add(open);
        }
        return batches;
    }

    /** Records of a stream id and modality that are not older than the newest before allows. */
    private List<MediaSample> inTime(String stream, String modality) {
        List<MediaSample> samples = new ArrayList<>();
        for (List<MediaSample> log : world.logs(MediaSample.class)) {
            long newest = Long.MIN_VALUE / 2;
            for (MediaSample sample : log) {
                if (sample.streamId().equals(stream)
                        && sample.modality().equals(modality)
                        && sample.startMillis() >= newest - World.OUT_OF_ORDERNESS) {
                    samples.add(sample);
                    newest = Math.max(newest, sample.startMillis());
                }
            }
        }
        samples.sort(
                Comparator.comparingLong(MediaSample::startMillis)
                        .thenComparingLong(MediaSample::endMillis)
                        .thenComparingLong(sample -> sample.position().offset()));
        return samples;
    }

    private Set<WindowId> windows(String stream) {
        Set<WindowId> windows = new TreeSet<>();
        if (world.pairing.windows() instanceof FixedWindows fixed) {
            for (long k = -10; k * fixed.hopMillis() < 2 * World.LENGTH; k++) {
                long start = k * fixed.hopMillis();
                windows.add(new WindowId(start, start + fixed.sizeMillis()));
            }
        } else {
            long horizon = ((LabelIntervals) world.pairing.windows()).horizonMillis();
            labels(label -> label.streamId().equals(stream)).stream()
                    .filter(l -> l.knownAtMillis() - l.interval().startMillis() <= horizon)
                    .forEach(label -> windows.add(label.interval()));
        }
        return windows;
    }

    private void label(ExpectedClip clip, Set<RecordPosition> noted) {
        WindowId window = clip.window();
        // The earliest known first, then the one that covers most.
        TreeMap<Long, TreeMap<Long, List<LabelRecord>>> eligible = new TreeMap<>();
        List<LabelRecord> covering =
                labels(
                        label ->
                                label.streamId().equals(clip.streamId())
                                        && covers(label, window)
                                        && label.knownAtMillis() - window.endMillis()
                                                <= world.labeling.horizonMillis());
        for (LabelRecord label : covering) {
            noted.add(label.position());
            eligible.computeIfAbsent(label.knownAtMillis(), k -> new TreeMap<>())
                    .computeIfAbsent(-overlap(label, window), k -> new ArrayList<>())
                    .add(label);
        }
        if (eligible.isEmpty()) {
            unlabelled++;
            return;
        }
        List<LabelRecord> best = eligible.firstEntry().getValue().firstEntry().getValue();
        if (best.stream().map(LabelRecord::label).distinct().count() > 1) {
            ambiguous++;
            return;
        }
        LabelRecord chosen =
                best.stream().filter(LabelRecord::evaluateOnly).findFirst().orElse(best.get(0));
        examples.add(
                new Labelled(
                        clip,
                        chosen.label(),
                        chosen.evaluateOnly(),
                        chosen.position(),
                        Math.max(window.endMillis(), chosen.knownAtMillis())));
    }

    private List<LabelRecord> labels(Predicate<LabelRecord> wanted) {
        return world.logs(LabelRecord.class).stream().flatMap(List::stream).filter(wanted).toList();
    }

    private boolean covers(LabelRecord label, WindowId window) {
        return world.labelWindows
                ? label.interval().equals(window)
                : 2 * overlap(label, window) >= window.lengthMillis();
    }

    private static long overlap(LabelRecord label, WindowId window) {
        return window.overlapMillis(label.interval().startMillis(), label.interval().endMillis());
    }

    private static List<MediaSample> inside(WindowId window, List<MediaSample> samples) {
        return samples.stream()
                .filter(s -> window.overlapMillis(s.startMillis(), s.endMillis()) > 0)
                .toList();
    }
}
