/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.flink.simulation.Recomputation.Labelled;
import io.ambidex.flink.training.UsedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What is true of every run, whatever happened to it. */
final class Invariants {

    private final World world;
    private final Recomputation expected;

    Invariants(World world) {
        this.world = world;
        this.expected = new Recomputation(world);
    }

    /**
     * Holds a run against what the rules make of its world.
     *
     * @param heldOut which examples were kept apart
     */
    void check(Outcome run, Predicate<ExpectedClip> heldOut) {
        assertThat(run.nonRepeatable()).as("decisions that cannot be repeated").isZero();
        assertThat(run.leftovers).as("state and timers that are left").isZero();
        checkClips(run);
        checkCounts(run);
        checkBatches(run, heldOut);
        checkLedger(run);
    }

    private void checkClips(Outcome run) {
        List<ExpectedClip> clips = new ArrayList<>();
        run.clips().forEach(clip -> clips.add(ExpectedClip.of(clip)));
        assertThat(clips)
                .as("clips, each once")
                .containsExactlyInAnyOrderElementsOf(expected.clips);
        if (!world.labelWindows) {
            for (String stream : World.STREAMS) {
                assertThat(clips.stream().filter(c -> c.streamId().equals(stream)))
                        .as("clips of stream %s in their order", stream)
                        .isSorted();
            }
        }
    }

    private void checkCounts(Outcome run) {
        LedgerEntry last = run.lastEntry();
        assertThat(run.count(Counts.CLIPS)).as("clips").isEqualTo(expected.clips.size());
        assertThat(last.getAmbiguous()).as("ambiguous").isEqualTo(expected.ambiguous);
        assertThat(last.getExpired()).as("expired").isEqualTo(expected.expired);
        assertThat(run.count(Counts.UNLABELLED)).as("unlabelled").isEqualTo(expected.unlabelled);
        assertThat(last.getPending()).as("pending").isZero();
        assertThat(last.getAdmitted() + last.getHeldOut() + last.getEvaluationOnly())
                .as("admitted + held out + evaluation-only")
                .isEqualTo(expected.examples.size());
    }

    private void checkBatches(Outcome run, Predicate<ExpectedClip> heldOut) {
        List<List<Labelled>> used = new ArrayList<>();
        long step = 1;
        long next = 0;
        for (UsedBatch batch : run.batches()) {
            assertThat(batch.step()).as("step").isEqualTo(step++);
            assertThat(batch.firstExample()).as("number of an example").isEqualTo(next);
            next += batch.examples().size();
            used.add(batch.examples().stream().map(Invariants::labelled).toList());
        }
        assertThat(next).as("examples numbered").isEqualTo(run.lastEntry().getAdmitted());
        assertThat(used)
                .as("mini-batches")
                .isEqualTo(expected.batches(labelled -> heldOut.test(labelled.clip())));
    }

    private static Labelled labelled(Example example) {
        return new Labelled(
                ExpectedClip.of(example.clip()),
                example.label(),
                example.evaluateOnly(),
                example.labelPosition(),
                example.timeMillis());
    }

    private void checkLedger(Outcome run) {
        List<Example> inOrder = new ArrayList<>();
        run.batches().forEach(batch -> inOrder.addAll(batch.examples()));
        List<byte[]> chain = LedgerChain.over(inOrder);
        long nextExample = 0;
        long nextStep = 1;
        for (LedgerEntry entry : run.ledger()) {
            assertThat(entry.getFirstExample()).as("first example").isEqualTo(nextExample);
            assertThat(entry.getFirstStep()).as("first step").isEqualTo(nextStep);
            assertThat(entry.getChain())
                    .as("chain after example %d", entry.getEndExample())
                    .isEqualTo(ByteBuffer.wrap(chain.get((int) entry.getEndExample())));
            nextExample = entry.getEndExample();
            nextStep = entry.getLastStep() + 1;
        }
        assertThat(nextExample).as("examples in the ledger").isEqualTo(inOrder.size());
        assertThat(nextStep - 1).as("steps in the ledger").isEqualTo(run.batches().size());
    }

    /** Holds a run against another one on the same topics. */
    static void checkSame(Outcome run, Outcome other) throws IOException {
        assertThat(clipBytes(run)).as("clips, byte for byte").isEqualTo(clipBytes(other));
        assertThat(run.counts()).as("counts").isEqualTo(other.counts());
        assertThat(versions(run)).as("versions").isEqualTo(versions(other));
        assertThat(lastEntry(run)).as("last entry of the ledger").isEqualTo(lastEntry(other));
    }

    private static LedgerEntry lastEntry(Outcome run) {
        return LedgerEntry.newBuilder(run.lastEntry()).setEpoch(0).build();
    }

    /**
     * Per version, all that is the same in every run. What is still pending depends on arrival, and
     * the epoch on what an attempt that was lost has left in the directory of versions.
     */
    private static List<String> versions(Outcome run) {
        return run.ledger().stream()
                .map(
                        e ->
                                e.getNumber()
                                        + " after step "
                                        + e.getLastStep()
                                        + " "
                                        + e.getDigest()
                                        + " "
                                        + e.getOffsets()
                                        + " "
                                        + e.getMethodChanges())
                .toList();
    }

    private static Map<String, String> clipBytes(Outcome run) throws IOException {
        var serializer = StreamTypes.CLIP.createSerializer(new SerializerConfigImpl());
        Map<String, String> bytes = new TreeMap<>();
        for (var clip : run.clips()) {
            var out = new DataOutputSerializer(256);
            serializer.serialize(clip, out);
            bytes.put(
                    clip.streamId() + clip.window(),
                    HexFormat.of().formatHex(out.getCopyOfBuffer()));
        }
        return bytes;
    }
}
