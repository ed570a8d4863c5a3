/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.simulation.World.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Labels about every 100 ms of each stream id: on time, early, late, after the horizon, only for
 * evaluation, corrected by a second one, contradicted by an equally good one, or none.
 */
final class WorldLabels {

    private record Arrival(long at, LabelRecord label) {}

    private final long horizonMillis;
    private final Random random;
    private final List<List<Arrival>> arrivals = List.of(new ArrayList<>(), new ArrayList<>());

    private WorldLabels(long horizonMillis, Random random) {
        this.horizonMillis = horizonMillis;
        this.random = random;
    }

    static List<Partition> partitions(long horizonMillis, Random random) {
        WorldLabels labels = new WorldLabels(horizonMillis, random);
        for (int s = 0; s < World.STREAMS.size(); s++) {
            for (long start = 0; start < World.LENGTH; start += 100) {
                labels.about(World.STREAMS.get(s), start, labels.arrivals.get(s % 2));
            }
        }
        return List.of(partition(0, labels.arrivals.get(0)), partition(1, labels.arrivals.get(1)));
    }

    private void about(String stream, long nominalStart, List<Arrival> log) {
        long start = nominalStart + (random.nextInt(3) == 0 ? random.nextInt(60) - 30 : 0);
        WindowId interval = new WindowId(start, start + 70 + random.nextInt(60));
        long end = interval.endMillis();
        long knownAt = end + random.nextInt(400);
        int label = (int) (nominalStart / 100 % 2);
        boolean evaluateOnly = false;
        switch (random.nextInt(12)) {
            case 0 -> {
                return;
            }
            case 1 -> knownAt = end - random.nextInt(90);
            case 2 -> knownAt = end + horizonMillis - 3 + random.nextInt(200);
            case 3 -> evaluateOnly = true;
            case 4 -> {
                add(log, stream, interval, 1 - label, knownAt, false);
                if (random.nextBoolean()) {
                    add(log, stream, interval, label, knownAt + random.nextInt(300), false);
                }
            }
            case 5 -> add(log, stream, interval, 1 - label, knownAt + random.nextInt(300), false);
            case 6 -> add(log, stream, interval, label, knownAt, true);
            case 7 -> {
                add(log, stream, interval, 1 - label, knownAt, false);
                add(log, stream, interval, label, knownAt + random.nextInt(300), false);
            }
            default -> {}
        }
        add(log, stream, interval, label, knownAt, evaluateOnly);
    }

    private void add(
            List<Arrival> log,
            String stream,
            WindowId interval,
            int label,
            long knownAt,
            boolean evaluateOnly) {
        log.add(
                new Arrival(
                        knownAt + random.nextInt((int) World.OUT_OF_ORDERNESS + 1),
                        new LabelRecord(stream, interval, label, knownAt, evaluateOnly, null)));
    }

    private static Partition partition(int number, List<Arrival> arrivals) {
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        List<Object> records = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            LabelRecord label = arrival.label();
            records.add(
                    new LabelRecord(
                            label.streamId(),
                            label.interval(),
                            label.label(),
                            label.knownAtMillis(),
                            label.evaluateOnly(),
                            new RecordPosition(World.LABELS, number, records.size())));
        }
        return new Partition(World.LABELS, number, records);
    }
}
