/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.balancing.ReservoirSpec;
import io.ambidex.model.network.NetworkSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** The held-out and the replay examples that a balancing method asked for. */
final class Reservoirs {
    private final ReservoirSpec spec;
    private final int modalities;
    private final ExampleReservoir heldOut;
    private final ExampleReservoir replay;

    /**
     * @throws IllegalArgumentException if not even one example has room
     */
    Reservoirs(ReservoirSpec spec, NetworkSpec network) {
        this.spec = spec;
        modalities = network.modalities().size();
        spec.requireRoomFor(network);
        long exampleBytes = ReservoirSpec.exampleBytes(network);
        // Every complete example has the same size, so that a limit in bytes is one in number.
        int room = (int) Math.min(Integer.MAX_VALUE, spec.maxBytes() / Math.max(1, exampleBytes));
        // The reservoirs count the examples that they see, and forget at the same pace.
        double share = spec.heldOutShare();
        heldOut =
                new ExampleReservoir(
                        "held-out",
                        Math.min(spec.heldOutCapacity(), room),
                        (long) Math.ceil(spec.recency() * share));
        replay =
                new ExampleReservoir(
                        "replay",
                        Math.min(spec.replayCapacity(), room),
                        (long) Math.ceil(spec.recency() * (1 - share)));
    }

    /** Whether an example with this hash of its key is held out. */
    boolean holdsOut(long keyHash) {
        return spec.holdsOut(keyHash);
    }

    void holdOut(MiniBatch.Example example, long seed) {
        heldOut.offer(example, seed);
    }

    /** Shows the fresh examples of a step that was made. */
    void trained(MiniBatch fresh, long seed) {
        fresh.examples().forEach(example -> replay.offer(example, seed));
    }

    List<MiniBatch.Example> heldOut() {
        return heldOut.examples();
    }

    List<MiniBatch.Example> replay() {
        return replay.examples();
    }

    void write(DataOutputStream out) throws IOException {
        heldOut.write(out);
        replay.write(out);
    }

    void read(DataInputStream in) throws IOException {
        heldOut.read(in, modalities);
        replay.read(in, modalities);
    }
}
