/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.ledger;

import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.CountUpdate;
import io.ambidex.flink.monitoring.Counts;
import io.ambidex.model.version.LedgerRange;
import io.ambidex.model.version.ModelVersion;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what was learned from since the last version and in all. Each example that is trained on
 * gets the next number when it is first used, and is used first in exactly one step.
 */
public final class Ledger {

    private final Map<String, Long> totals = new TreeMap<>();
    private final OffsetHulls hulls = new OffsetHulls();
    private final List<String> methodChanges = new ArrayList<>();
    private ExampleChain chain = new ExampleChain();
    private long firstExample;
    private long nextExample;
    private long firstStep = 1;
    private long toldOutside;

    /** Number that the next example gets; 0 is the first. */
    public long nextExample() {
        return nextExample;
    }

    /** Numbers an example that is now trained on. */
    public long use(Example example) {
        chain.add(example);
        hulls.add(example);
        count(Counts.ADMITTED, 1);
        return nextExample++;
    }

    /** Adds to a counter. */
    public void count(String name, long delta) {
        totals.merge(name, delta, Long::sum);
    }

    /** Adds what a counter elsewhere has moved by. */
    public void count(CountUpdate update) {
        count(update.name(), update.delta());
    }

    /** A counter since the start. */
    public long total(String name) {
        return totals.getOrDefault(name, 0L);
    }

    /** Every counter since the start, by name; a copy. */
    public Map<String, Long> totals() {
        return new TreeMap<>(totals);
    }

    /** Whether examples were held out or only scored since the last version. */
    public boolean hasUntold() {
        return outside() != toldOutside;
    }

    /** Examples that were decided on and not trained on. */
    private long outside() {
        return total(Counts.HELD_OUT) + total(Counts.EVALUATION_ONLY);
    }

    /** Remembers that the method changed before {@code step}. */
    public void methodChanged(long step, String method) {
        methodChanges.add(step + ":" + method);
    }

    /** The examples since the last version. */
    public LedgerRange range() {
        return nextExample == 0
                ? LedgerRange.NONE
                : new LedgerRange(
                        firstExample,
                        nextExample - 1,
                        "sha256:" + HexFormat.of().formatHex(chain.value()));
    }

    /** The chain over all examples so far. */
    public byte[] chain() {
        return chain.value();
    }

    /**
     * Closes the range of a version; the next range begins where it ends.
     *
     * @param stateDigest digest of all that later steps depend on
     * @param lastStep the last step so far
     * @param pending labelled examples that were not trained on yet
     * @param skippedSteps steps without update since the start
     */
    public LedgerEntry close(
            String modelName,
            ModelVersion version,
            String digest,
            String stateDigest,
            long lastStep,
            long pending,
            long skippedSteps) {
        LedgerEntry entry =
                LedgerEntry.newBuilder()
                        .setModelName(modelName)
                        .setEpoch(version.epoch())
                        .setNumber(version.number())
                        .setDigest(digest)
                        .setFirstStep(firstStep)
                        .setLastStep(lastStep)
                        .setFirstExample(firstExample)
                        .setEndExample(nextExample)
                        .setChain(ByteBuffer.wrap(chain.value()))
                        .setOffsets(hulls.ranges())
                        .setAdmitted(total(Counts.ADMITTED))
                        .setAmbiguous(total(Counts.AMBIGUOUS))
                        .setExpired(total(Counts.EXPIRED))
                        .setHeldOut(total(Counts.HELD_OUT))
                        .setEvaluationOnly(total(Counts.EVALUATION_ONLY))
                        .setPending(pending)
                        .setReplayed(total(Counts.REPLAYED))
                        .setSkippedSteps(skippedSteps)
                        .setNonRepeatableDecisions(total(Counts.NON_REPEATABLE_DECISIONS))
                        .setMethodChanges(new ArrayList<>(methodChanges))
                        .setStateDigest(stateDigest)
                        .build();
        firstStep = lastStep + 1;
        firstExample = nextExample;
        toldOutside = outside();
        hulls.clear();
        methodChanges.clear();
        return entry;
    }

    /** Writes the whole ledger; {@link #read} gives the same. */
    public void write(DataOutputStream out) throws IOException {
        out.write(chain.value());
        out.writeLong(firstExample);
        out.writeLong(nextExample);
        out.writeLong(firstStep);
        out.writeLong(toldOutside);
        out.writeInt(totals.size());
        for (Map.Entry<String, Long> total : totals.entrySet()) {
            out.writeUTF(total.getKey());
            out.writeLong(total.getValue());
        }
        out.writeInt(methodChanges.size());
        for (String change : methodChanges) {
            out.writeUTF(change);
        }
        hulls.write(out);
    }

    /** Reads what {@link #write} wrote. */
    public static Ledger read(DataInputStream in) throws IOException {
        Ledger ledger = new Ledger();
        ledger.chain = new ExampleChain(in.readNBytes(ExampleChain.LENGTH));
        ledger.firstExample = in.readLong();
        ledger.nextExample = in.readLong();
        ledger.firstStep = in.readLong();
        ledger.toldOutside = in.readLong();
        int totals = in.readInt();
        for (int i = 0; i < totals; i++) {
            ledger.totals.put(in.readUTF(), in.readLong());
        }
        int changes = in.readInt();
        for (int i = 0; i < changes; i++) {
            ledger.methodChanges.add(in.readUTF());
        }
        ledger.hulls.read(in);
        return ledger;
    }
}
