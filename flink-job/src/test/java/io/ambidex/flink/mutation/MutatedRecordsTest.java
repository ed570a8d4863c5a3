/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ambidex.connectors.kafka.InputDecoder;
import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.RecordLimits;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.VideoDecoder;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/**
 * Spoiled records through the decoders of the job, without a cluster: more of them in less time.
 * {@code -Dambidex.mutations=N} and {@code -Dambidex.mutations.seed=S} set how many, and which.
 */
class MutatedRecordsTest {
    private static final int COUNT = Integer.getInteger("ambidex.mutations", 10_000);
    private static final long SEED = Long.getLong("ambidex.mutations.seed", 20_261_121);
    private static final Duration MAX_LEAD = Duration.ofDays(1);

    private final AudioDecoder audio = new AudioDecoder("audio", 16_000);
    private final VideoDecoder video = new VideoDecoder("video", 32, 32, 3);
    private final List<String> classes =
            new Simulator(SimulatorOptions.builder().build()).classes();

    @Test
    void everyOneIsUsedOrRefusedWithAReasonAndNothingElseHappens() {
        Mutants mutants = new Mutants(SEED);
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            Mutants.Mutant mutant = mutants.next();
            String reason = refusal(mutant, i);
            if (mutant.damage().verdict() == Damage.Verdict.REFUSED) {
                assertThat(reason).as(place(mutant, i)).isNotBlank();
            }
            refused += reason == null ? 0 : 1;
        }
        assertThat(refused).isBetween(COUNT / 2, COUNT);
    }

    /** The reason for which it is refused; null when it is used. */
    private String refusal(Mutants.Mutant mutant, int index) {
        try {
            use(mutant.role(), mutant.raw());
            return null;
        } catch (MalformedRecordException | MediaException e) {
            return e.getMessage();
        } catch (RuntimeException | Error e) {
            return fail(place(mutant, index), e);
        }
    }

    private void use(TopicRole role, RawRecord raw)
            throws MalformedRecordException, MediaException {
        InputDecoder decoder = new InputDecoder(role, new RecordLimits(4 << 20, MAX_LEAD));
        SpecificRecord record = decoder.decode(raw);
        if (record instanceof AudioChunk chunk) {
            audio.decode(chunk, raw.position());
        } else if (record instanceof VideoFrame frame) {
            video.decode(frame, raw.position());
        } else if (record instanceof Label label && !classes.contains(label.getLabel())) {
            throw new MalformedRecordException("no such class: " + label.getLabel());
        }
    }

    private static String place(Mutants.Mutant mutant, int index) {
        return "mutation %d of seed %d: %s in %s"
                .formatted(index, SEED, mutant.damage(), mutant.role());
    }
}
