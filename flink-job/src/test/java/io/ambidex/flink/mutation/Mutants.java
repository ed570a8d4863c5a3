/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.mutation;

import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;

/** Spoiled records without end; a seed gives the same ones again. */
final class Mutants {
    private static final List<TopicRole> INPUTS =
            List.of(TopicRole.AUDIO, TopicRole.VIDEO, TopicRole.LABELS);
    private static final int STREAMS = 50;

    private final SplittableRandom random;
    private final Map<TopicRole, List<SpecificRecord>> valid = new EnumMap<>(TopicRole.class);

    /**
     * A spoiled record.
     *
     * @param role what its topic is for
     * @param damage what was done to it
     * @param raw its bytes; position 0 in a topic named as the role
     */
    record Mutant(TopicRole role, Damage damage, RawRecord raw) {}

    Mutants(long seed) {
        random = new SplittableRandom(seed);
        INPUTS.forEach(role -> valid.put(role, new ArrayList<>()));
        Simulator scenes =
                new Simulator(SimulatorOptions.builder().seed(seed).scenes(2).streams(1).build());
        for (PlayedStream stream : scenes.streams()) {
            stream.forEachRemaining(played -> keep(played.record()));
        }
    }

    private void keep(SpecificRecord record) {
        if (record instanceof AudioChunk) {
            valid.get(TopicRole.AUDIO).add(record);
        } else if (record instanceof VideoFrame) {
            valid.get(TopicRole.VIDEO).add(record);
        } else if (record instanceof Label) {
            valid.get(TopicRole.LABELS).add(record);
        }
    }

    Mutant next() {
        TopicRole role = INPUTS.get(random.nextInt(INPUTS.size()));
        List<SpecificRecord> records = valid.get(role);
        // Streams of their own, so that a record that is still valid meets no good one.
        SpecificRecord record =
                named(
                        records.get(random.nextInt(records.size())),
                        "mutant-" + random.nextInt(STREAMS));
        Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
        return new Mutant(role, damage, damage.spoil(record, role.defaultName(), random));
    }

    private static SpecificRecord named(SpecificRecord record, String streamId) {
        if (record instanceof AudioChunk chunk) {
            return AudioChunk.newBuilder(chunk).setStreamId(streamId).build();
        }
        return record instanceof VideoFrame frame
                ? VideoFrame.newBuilder(frame).setStreamId(streamId).build()
                : Label.newBuilder((Label) record).setStreamId(streamId).build();
    }
}
