/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.MediaSample;
import io.ambidex.flink.labeling.LabelRecord;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.flink.monitoring.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

/**
 * The same logs give the same clips, byte for byte, in whatever order the partitions are read and
 * however the watermark follows, with and without a restore on the way; and they are the clips that
 * the rules ask for.
 */
class PairingInterleavingTest {

    private static final int SCENARIOS = 250;
    private static final int INTERLEAVINGS = 40;

    @Test
    void tenThousandInterleavingsOfTheSameLogsGiveTheSameClips() throws Exception {
        int clips = 0;
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            PairingScenario logs = new PairingScenario(scenario);
            Map<String, List<String>> expected = bytes(logs.expectedClips());
            clips += expected.values().stream().mapToInt(List::size).sum();
            for (int i = 0; i < INTERLEAVINGS; i++) {
                long seed = (long) scenario * INTERLEAVINGS + i;
                check(logs, expected, scenario, seed, null, i % 10 == 9);
            }
        }
        assertThat(clips).isGreaterThan(SCENARIOS * 10);
    }

    @Test
    void theStateOnDiskGivesTheSameClips() throws Exception {
        for (int scenario = 0; scenario < 12; scenario++) {
            PairingScenario logs = new PairingScenario(scenario);
            var backend = new EmbeddedRocksDBStateBackend();
            check(logs, bytes(logs.expectedClips()), scenario, scenario, backend, true);
        }
    }

    private static void check(
            PairingScenario logs,
            Map<String, List<String>> expected,
            int scenario,
            long seed,
            StateBackend backend,
            boolean restore)
            throws Exception {
        Run run = new Run(logs, new Random(seed), backend);
        run.play(restore);
        String name = "scenario seed " + scenario + ", interleaving seed " + seed;
        assertThat(run.nonRepeatable).as(name).isZero();
        assertThat(run.entriesLeft).as(name + ": entries left in state").isZero();
        assertThat(run.timersLeft).as(name + ": timers left").isZero();
        if (logs.options.windows() instanceof LabelIntervals) {
            run.clips.values().forEach(clips -> clips.sort(Comparator.comparing(Clip::window)));
        }
        assertThat(bytes(run.clips)).as(name).isEqualTo(expected);
    }

    /** Clips as their bytes in hexadecimal: equal text means equal bytes. */
    private static Map<String, List<String>> bytes(Map<String, List<Clip>> clips)
            throws IOException {
        TypeSerializer<Clip> serializer =
                StreamTypes.CLIP.createSerializer(new SerializerConfigImpl());
        Map<String, List<String>> bytes = new TreeMap<>();
        for (var entry : clips.entrySet()) {
            for (Clip clip : entry.getValue()) {
                var out = new DataOutputSerializer(256);
                serializer.serialize(clip, out);
                bytes.computeIfAbsent(entry.getKey(), s -> new ArrayList<>())
                        .add(clip.window() + HexFormat.of().formatHex(out.getCopyOfBuffer()));
            }
        }
        return bytes;
    }

    /** One order of reading the partitions. */
    private static final class Run {
        private final PairingScenario logs;
        private final Random random;
        private final StateBackend backend;
        private final int[] next;
        private final long[] watermarks;
        private final double[] pace;
        private final Map<String, List<Clip>> clips = new TreeMap<>();
        private PairingHarness harness;
        private long nonRepeatable;
        private int entriesLeft;
        private int timersLeft;

        Run(PairingScenario logs, Random random, StateBackend backend) throws Exception {
            this.logs = logs;
            this.random = random;
            this.backend = backend;
            int partitions = logs.logs.size();
            next = new int[partitions];
            watermarks = new long[partitions];
            Arrays.fill(watermarks, Long.MIN_VALUE);
            pace = random.doubles(partitions).map(d -> d * d * d + 0.01).toArray();
            harness = new PairingHarness(logs.options, backend, null);
        }

        void play(boolean restore) throws Exception {
            int total = logs.logs.stream().mapToInt(log -> log.records().size() + 1).sum();
            int restoreAt = restore ? random.nextInt(total) : -1;
            for (int i = 0; i < total; i++) {
                if (i == restoreAt) {
                    var snapshot = harness.snapshot();
                    collect();
                    harness = new PairingHarness(logs.options, backend, snapshot);
                }
                read(choose());
                if (random.nextInt(3) == 0 || i == total - 1) {
                    harness.watermark(Arrays.stream(watermarks).min().getAsLong());
                }
            }
            entriesLeft = backend == null ? harness.stateEntries() : 0; // counted on the heap only
            timersLeft = harness.timers();
            collect();
        }

        private void read(int partition) throws Exception {
            List<Object> records = logs.logs.get(partition).records();
            int at = next[partition]++;
            if (at == records.size()) {
                watermarks[partition] = PairingScenario.END;
                return;
            }
            Object record = records.get(at);
            if (record instanceof MediaSample sample) {
                harness.media(sample);
            } else {
                harness.label((LabelRecord) record);
            }
            long bound = logs.options.outOfOrdernessMillis() + 1;
            watermarks[partition] =
                    Math.max(watermarks[partition], PartitionLog.timeOf(record) - bound);
        }

        /** A partition that has something left, the fast ones more often. */
        private int choose() {
            while (true) {
                int partition = random.nextInt(next.length);
                boolean left = next[partition] <= logs.logs.get(partition).records().size();
                if (left && random.nextDouble() < pace[partition]) {
                    return partition;
                }
            }
        }

        private void collect() throws Exception {
            for (Clip clip : harness.clips()) {
                clips.computeIfAbsent(clip.streamId(), s -> new ArrayList<>()).add(clip);
            }
            nonRepeatable += harness.count(Counts.NON_REPEATABLE_DECISIONS);
            harness.close();
        }
    }
}
