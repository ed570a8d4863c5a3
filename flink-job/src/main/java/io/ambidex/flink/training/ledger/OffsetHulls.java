/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.ledger;

import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.connectors.schema.OffsetRange;
import io.ambidex.flink.labeling.Example;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Smallest and largest offset used of every partition since the last version. */
final class OffsetHulls {

    private record Partition(String topic, int partition) implements Comparable<Partition> {
        private static final Comparator<Partition> ORDER =
                Comparator.comparing(Partition::topic).thenComparingInt(Partition::partition);

        @Override
        public int compareTo(Partition other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Partition, long[]> hulls = new TreeMap<>();

    void add(Example example) {
        for (ModalityMedia media : example.clip().media()) {
            SourcePositions positions = media.positions();
            if (positions != null) {
                for (long offset : positions.offsets()) {
                    add(positions.topic(), positions.partition(), offset);
                }
            }
        }
        RecordPosition label = example.labelPosition();
        if (label != null) {
            add(label.topic(), label.partition(), label.offset());
        }
    }

    /** The hulls by topic and partition. */
    List<OffsetRange> ranges() {
        return hulls.entrySet().stream()
                .map(
                        hull ->
                                new OffsetRange(
                                        hull.getKey().topic(),
                                        hull.getKey().partition(),
                                        hull.getValue()[0],
                                        hull.getValue()[1]))
                .toList();
    }

    void clear() {
        hulls.clear();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(hulls.size());
        for (Map.Entry<Partition, long[]> hull : hulls.entrySet()) {
            out.writeUTF(hull.getKey().topic());
            out.writeInt(hull.getKey().partition());
            out.writeLong(hull.getValue()[0]);
            out.writeLong(hull.getValue()[1]);
        }
    }

    void read(DataInputStream in) throws IOException {
        hulls.clear();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            hulls.put(
                    new Partition(in.readUTF(), in.readInt()),
                    new long[] {in.readLong(), in.readLong()});
        }
    }

    private void add(String topic, int partition, long offset) {
        long[] hull =
                hulls.computeIfAbsent(
                        new Partition(topic, partition), p -> new long[] {offset, offset});
        hull[0] = Math.min(hull[0], offset);
        hull[1] = Math.max(hull[1], offset);
    }
}
