/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.balancing.ReservoirSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReservoirsTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final int EXAMPLE_BYTES = (30 + 7) * Float.BYTES;

    private final SyntheticStream stream = new SyntheticStream(2, 1);

    private static MiniBatch.Example example(long number) {
        return new MiniBatch.Example(
                Arrays.asList(new byte[] {(byte) number}, null), 1, number, false);
    }

    private static List<Long> sample(int capacity, long recency, long seed, int examples) {
        ExampleReservoir reservoir = new ExampleReservoir("test", capacity, recency);
        for (long i = 0; i < examples; i++) {
            reservoir.offer(example(i), seed);
        }
        return numbers(reservoir.examples());
    }

    private static List<Long> numbers(List<MiniBatch.Example> examples) {
        return examples.stream().map(MiniBatch.Example::number).toList();
    }

    @Test
    void aUniformSampleHoldsEveryExampleEquallyOften() {
        int[] held = new int[50];
        int runs = 4_000;
        for (int seed = 0; seed < runs; seed++) {
            List<Long> sample = sample(10, 0, seed, held.length);
            assertThat(sample).hasSize(10).doesNotHaveDuplicates();
            sample.forEach(number -> held[number.intValue()]++);
        }
        // A share of 0.2; five standard deviations of the count are 5 sqrt(4000 * 0.16).
        for (int count : held) {
            assertThat(count).isCloseTo(800, within(127));
        }
    }

    @Test
    void aBiasedSampleForgetsAtTheRateThatIsAskedFor() {
        int capacity = 20;
        int recency = 100;
        int runs = 2_000;
        int recent = 0;
        int older = 0;
        for (int seed = 0; seed < runs; seed++) {
            for (long number : sample(capacity, recency, seed, 1_000)) {
                recent += number >= 900 ? 1 : 0;
                older += number >= 800 && number < 900 ? 1 : 0;
            }
        }
        assertThat((double) older / recent).isCloseTo(Math.exp(-1), within(0.02));
    }

    @Test
    void theLimitInBytesLowersTheLimitInNumber() {
        ReservoirSpec spec = new ReservoirSpec(0.1, 100, 100, 0, 5 * EXAMPLE_BYTES + 3);
        Reservoirs reservoirs = new Reservoirs(spec, stream.network());
        for (int step = 1; step <= 4; step++) {
            reservoirs.trained(stream.batch(step, 8), 1);
            stream.batch(step + 50, 8).examples().forEach(e -> reservoirs.holdOut(e, 1));
        }
        assertThat(reservoirs.replay()).hasSize(5);
        assertThat(reservoirs.heldOut()).hasSize(5);
    }

    @Test
    void aReservoirWithoutRoomForOneExampleIsRefused() {
        ReservoirSpec spec = new ReservoirSpec(0, 0, 4, 0, 100);
        assertThatThrownBy(() -> new Reservoirs(spec, stream.network()))
                .hasMessage("a reservoir of 100 bytes has no room for one example of 148 bytes");
    }

    @Test
    void limitsOfASpecificationAreNamed() {
        assertThatThrownBy(() -> new ReservoirSpec(0.6, 1, 1, 0, 1))
                .hasMessage("heldOutShare must be 0 to 0.5, was 0.6");
        assertThatThrownBy(() -> new ReservoirSpec(0.1, 0, 1, 0, 1))
                .hasMessage("examples are held out (share 0.1) but none is kept");
    }

    @Test
    void twoMethodsShareWhatServesBoth() {
        ReservoirSpec one = new ReservoirSpec(0.1, 5, 0, 100, MEBIBYTE);
        ReservoirSpec other = new ReservoirSpec(0, 0, 7, 200, 2 * MEBIBYTE);
        assertThat(one.and(other)).isEqualTo(new ReservoirSpec(0.1, 5, 7, 200, 2 * MEBIBYTE));
        assertThat(one.and(ReservoirSpec.NONE)).isEqualTo(one);
        assertThat(ReservoirSpec.NONE.and(other)).isEqualTo(other);
    }

    @Test
    void theShareThatIsAskedForIsHeldOutAndASmallerOneIsPartOfIt() {
        Reservoirs some =
                new Reservoirs(new ReservoirSpec(0.05, 9, 0, 0, MEBIBYTE), stream.network());
        Reservoirs more =
                new Reservoirs(new ReservoirSpec(0.2, 9, 0, 0, MEBIBYTE), stream.network());
        Reservoirs none = new Reservoirs(ReservoirSpec.NONE, stream.network());
        int[] heldOut = new int[2];
        for (int i = 0; i < 20_000; i++) {
            long hash = ExampleKey.hash("camera-" + i % 7, i * 1_000L, i * 1_000L + 3_000);
            assertThat(none.holdsOut(hash)).isFalse();
            heldOut[0] += some.holdsOut(hash) ? 1 : 0;
            heldOut[1] += more.holdsOut(hash) ? 1 : 0;
            assertThat(more.holdsOut(hash) || !some.holdsOut(hash)).isTrue();
        }
        assertThat(heldOut[0]).isCloseTo(1_000, within(155));
        assertThat(heldOut[1]).isCloseTo(4_000, within(285));
    }

    @Test
    void aRestoredReservoirGoesOnAsTheOneThatWasWritten() throws IOException {
        ExampleReservoir original = new ExampleReservoir("test", 10, 30);
        for (long i = 0; i < 75; i++) {
            original.offer(example(i), 3);
        }
        ExampleReservoir restored = new ExampleReservoir("test", 10, 30);
        restored.read(in(bytes(original)), 2);
        for (long i = 75; i < 200; i++) {
            original.offer(example(i), 3);
            restored.offer(example(i), 3);
        }
        assertThat(numbers(restored.examples())).isEqualTo(numbers(original.examples()));
        assertThat(bytes(restored)).isEqualTo(bytes(original));
        assertThat(restored.examples().get(0).media().get(1)).isNull();
    }

    @Test
    void aStateThatHoldsMoreThanFitsIsRefused() throws IOException {
        ExampleReservoir large = new ExampleReservoir("test", 10, 0);
        for (long i = 0; i < 10; i++) {
            large.offer(example(i), 3);
        }
        byte[] bytes = bytes(large);
        assertThatThrownBy(() -> new ExampleReservoir("test", 4, 0).read(in(bytes), 2))
                .isInstanceOf(IOException.class)
                .hasMessage("the test reservoir has room for 4 examples, the state holds 10");
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(ExampleReservoir reservoir) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reservoir.write(new DataOutputStream(out));
        return out.toByteArray();
    }
}
