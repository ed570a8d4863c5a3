/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.LabelRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Logs made from a seed: three stream ids over two partitions of sound, two of pictures and one of
 * labels, with jitter inside the out-of-orderness, gaps, late records and missing modalities; and
 * the clips that the rules ask for, found without the operator.
 */
final class PairingScenario {

    static final long END = 5_000;

    private static final List<String> STREAMS = List.of("a", "b", "c");
    private static final long LENGTH = 600;

    final PairingOptions options;
    final List<PartitionLog> logs = new ArrayList<>();
    private final Random random;

    PairingScenario(long seed) {
        random = new Random(seed);
        WindowAssigner windows =
                switch (random.nextInt(3)) {
                    case 0 -> WindowAssigner.tumbling(100);
                    case 1 -> WindowAssigner.hopping(100, 40);
                    default -> WindowAssigner.labelIntervals(600);
                };
        options = PairingHarness.options(windows).build();
        String nothing = random.nextInt(4) == 0 ? random.nextBoolean() ? "audio" : "video" : "";
        modality("audio", nothing.equals("audio"));
        modality("video", nothing.equals("video"));
        labels();
    }

    private void modality(String name, boolean empty) {
        List<List<Arrival>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
        for (int s = 0; s < STREAMS.size(); s++) {
            long time = random.nextInt(100);
            boolean silent = random.nextInt(5) == 0;
            while (!empty && !silent && time < LENGTH) {
                int length = name.equals("audio") ? 12 : 6 + random.nextInt(30);
                MediaSample sample =
                        name.equals("audio")
                                ? Media.sound(STREAMS.get(s), time, length, random.nextInt(100), 0)
                                : Media.frame(STREAMS.get(s), time, length, random.nextInt(100), 0);
                int late = random.nextInt(30) == 0 ? 60 : 0;
                partitions.get(s % 2).add(new Arrival(time + random.nextInt(21) + late, sample));
                time += random.nextInt(12) == 0 ? 40 + random.nextInt(250) : length;
            }
        }
        for (int p = 0; p < partitions.size(); p++) {
            partitions.get(p).sort(Comparator.comparingLong(Arrival::at));
            List<Object> records = new ArrayList<>();
            for (Arrival arrival : partitions.get(p)) {
                MediaSample sample = (MediaSample) arrival.record();
                records.add(
                        new MediaSample(
                                sample.streamId(),
                                name,
                                sample.startMillis(),
                                sample.endMillis(),
                                sample.data(),
                                new RecordPosition(name, p, records.size())));
            }
            logs.add(new PartitionLog(records));
        }
    }

    private void labels() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            long start = random.nextInt((int) LENGTH);
            WindowId interval = new WindowId(start, start + 30 + random.nextInt(150));
            long knownAt = interval.endMillis() + random.nextInt(500) - 50;
            var position = new RecordPosition("labels", 0, i);
            String stream = STREAMS.get(random.nextInt(STREAMS.size()));
            var label = new LabelRecord(stream, interval, i % 3, knownAt, false, position);
            arrivals.add(new Arrival(knownAt + random.nextInt(21), label));
            if (random.nextInt(4) == 0) {
                var again = new LabelRecord(stream, interval, 1, knownAt + 5, false, position);
                arrivals.add(new Arrival(knownAt + 15 + random.nextInt(11), again));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        logs.add(new PartitionLog(arrivals.stream().map(Arrival::record).toList()));
    }

    /** Per stream id, the clips in the order of their windows. */
    Map<String, List<Clip>> expectedClips() {
        Map<String, List<Clip>> clips = new TreeMap<>();
        ClipMaker maker = new ClipMaker(options);
        for (String stream : STREAMS) {
            List<MediaSample> audio = inTime(stream, "audio");
            List<MediaSample> video = inTime(stream, "video");
            for (WindowId window : windows(stream, audio, video)) {
                var samples = List.of(inside(window, audio), inside(window, video));
                if (!samples.get(0).isEmpty() || !samples.get(1).isEmpty()) {
                    clips.computeIfAbsent(stream, s -> new ArrayList<>())
                            .add(maker.make(stream, window, samples));
                }
            }
        }
        return clips;
    }

    private TreeSet<WindowId> windows(
            String stream, List<MediaSample> audio, List<MediaSample> video) {
        TreeSet<WindowId> windows = new TreeSet<>();
        if (options.windows() instanceof FixedWindows fixed) {
            for (long start = -400; start < LENGTH + 400; start += fixed.hopMillis()) {
                windows.add(new WindowId(start, start + fixed.sizeMillis()));
            }
            return windows;
        }
        for (Object record : logs.get(logs.size() - 1).records()) {
            LabelRecord label = (LabelRecord) record;
            if (label.streamId().equals(stream)
                    && label.knownAtMillis() - label.interval().startMillis() <= 600) {
                windows.add(label.interval());
            }
        }
        return windows;
    }

    /** The records of a stream id and modality that are not late, by start, end and offset. */
    private List<MediaSample> inTime(String stream, String modality) {
        List<MediaSample> samples = new ArrayList<>();
        for (PartitionLog log : logs) {
            long mark = Long.MIN_VALUE / 2;
            for (Object record : log.records()) {
                if (record instanceof MediaSample sample
                        && sample.modality().equals(modality)
                        && sample.streamId().equals(stream)
                        && sample.startMillis() >= mark - options.outOfOrdernessMillis()) {
                    samples.add(sample);
                    mark = Math.max(mark, sample.startMillis());
                }
            }
        }
        samples.sort(
                Comparator.comparingLong(MediaSample::startMillis)
                        .thenComparingLong(MediaSample::endMillis)
                        .thenComparingLong(sample -> sample.position().offset()));
        return samples;
    }

    private static List<MediaSample> inside(WindowId window, List<MediaSample> samples) {
        return samples.stream()
                .filter(s -> window.overlapMillis(s.startMillis(), s.endMillis()) > 0)
                .toList();
    }

    private record Arrival(long at, Object record) {}
}
