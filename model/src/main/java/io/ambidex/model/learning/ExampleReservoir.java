/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.engine.CounterRandom;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A bounded random sample of a stream of examples.
 *
 * <p>Uniform: algorithm R (Vitter, "Random sampling with a reservoir", ACM TOMS 11, 1985); the t-th
 * example is kept with probability n / t. Biased to the recent: once full, an example is kept with
 * probability n / recency and takes a random place, so that one that has been in the sample is
 * still there after {@code recency} further examples with probability 1/e (Aggarwal, "On biased
 * reservoir sampling", VLDB 2006).
 *
 * <p>What is drawn is a function of seed, purpose and t: there is no generator to save.
 */
final class ExampleReservoir {
    private final String purpose;
    private final int capacity;
    private final long recency;
    private final List<MiniBatch.Example> kept = new ArrayList<>();
    private long offered;

    /**
     * @param capacity n, 0 or more
     * @param recency in examples of this stream; 0 for a uniform sample
     */
    ExampleReservoir(String purpose, int capacity, long recency) {
        this.purpose = purpose;
        this.capacity = capacity;
        this.recency = recency;
    }

    /** Shows the next example of the stream. */
    void offer(MiniBatch.Example example, long seed) {
        offered++;
        if (kept.size() < capacity) {
            kept.add(example);
            return;
        }
        double reach = recency == 0 ? offered : Math.max(recency, capacity);
        double place = new CounterRandom(seed, offered, purpose).nextDouble() * reach;
        if (place < capacity) {
            kept.set((int) place, example);
        }
    }

    /** The sample; a copy. */
    List<MiniBatch.Example> examples() {
        return List.copyOf(kept);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(offered);
        out.writeInt(kept.size());
        for (MiniBatch.Example example : kept) {
            ExampleFormat.write(out, example);
        }
    }

    /**
     * @param modalities of every example
     * @throws IOException if it holds more than fits, or something that is no example
     */
    void read(DataInputStream in, int modalities) throws IOException {
        offered = in.readLong();
        int count = in.readInt();
        if (count < 0 || count > capacity) {
            throw new IOException(
                    "the %s reservoir has room for %d examples, the state holds %d"
                            .formatted(purpose, capacity, count));
        }
        MiniBatch.Example[] examples = new MiniBatch.Example[count];
        for (int i = 0; i < count; i++) {
            examples[i] = ExampleFormat.read(in, modalities);
        }
        kept.clear();
        kept.addAll(Arrays.asList(examples));
    }
}
