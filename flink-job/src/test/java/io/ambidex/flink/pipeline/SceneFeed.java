/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.media.player.Input;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.EndOfInput;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Simulated scenes whose topics a test writes one by one, each as far as it wants: to partition 0,
 * without the heartbeats of a player.
 */
final class SceneFeed {

    static final Map<Input, TopicRole> ROLES =
            Map.of(
                    Input.AUDIO, TopicRole.AUDIO,
                    Input.VIDEO, TopicRole.VIDEO,
                    Input.LABELS, TopicRole.LABELS);

    private final JobUnderTest job;
    private final Map<Input, ArrayDeque<PlayedRecord>> rest = new EnumMap<>(Input.class);
    private final Map<Input, Long> written = new EnumMap<>(Input.class);
    private final long startMillis;
    private final long endMillis;

    SceneFeed(JobUnderTest job, SimulatorOptions scenes) {
        this.job = job;
        for (Input input : Input.values()) {
            rest.put(input, new ArrayDeque<>());
        }
        long last = scenes.startMillis();
        for (PlayedStream stream : new Simulator(scenes).streams()) {
            while (stream.hasNext()) {
                PlayedRecord record = stream.next();
                rest.get(record.input()).add(record);
                last = Math.max(last, record.eventTimeMillis());
            }
            stream.close();
        }
        startMillis = scenes.startMillis();
        endMillis = last + Duration.ofHours(1).toMillis();
    }

    /** Writes what an input has before a second that is counted from the first scene. */
    void write(Input input, int second) {
        writeBefore(input, startMillis + 1_000L * second, List.of());
    }

    /** Writes the rest of an input and its end record. */
    void finish(Input input) {
        writeBefore(input, Long.MAX_VALUE, List.of(new EndOfInput(endMillis)));
    }

    /** Records of an input that stand in its topic. */
    long written(Input input) {
        return written.getOrDefault(input, 0L);
    }

    private void writeBefore(Input input, long time, List<SpecificRecord> further) {
        ArrayDeque<PlayedRecord> left = rest.get(input);
        List<SpecificRecord> due = new ArrayList<>();
        String key = null;
        while (!left.isEmpty() && left.peek().eventTimeMillis() < time) {
            key = left.peek().streamId();
            due.add(left.poll().record());
        }
        due.addAll(further);
        job.topic(ROLES.get(input)).write(0, key, due.toArray(SpecificRecord[]::new));
        written.merge(input, (long) due.size(), Long::sum);
    }
}
