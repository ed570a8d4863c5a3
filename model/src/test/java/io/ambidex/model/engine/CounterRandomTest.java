/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CounterRandomTest {

    private static final int DRAWS = 200_000;

    @Test
    void philoxGivesTheKnownAnswersOfItsAuthors() {
        assertThat(philox(0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(philox(-1, -1, -1))
                .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(philox(0x85a308d3243f6a88L, 0x0370734413198a2eL, 0x299f31d0a4093822L))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void aSequenceIsAFunctionOfSeedStepAndPurpose() {
        long first = new CounterRandom(7, 3, "noise").nextLong();
        assertThat(new CounterRandom(7, 3, "noise").nextLong()).isEqualTo(first);
        assertThat(new CounterRandom(8, 3, "noise").nextLong()).isNotEqualTo(first);
        assertThat(new CounterRandom(7, 4, "noise").nextLong()).isNotEqualTo(first);
        assertThat(new CounterRandom(7, 3, "masks").nextLong()).isNotEqualTo(first);
    }

    @Test
    void uniformNumbersFillTheUnitInterval() {
        CounterRandom random = new CounterRandom(1, 0, "uniform");
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = random.nextDouble();
            assertThat(value).isBetween(0.0, Math.nextDown(1.0));
            sum += value;
            squares += value * value;
        }
        assertThat(sum / DRAWS).isCloseTo(1 / 2.0, within(0.005));
        assertThat(squares / DRAWS).isCloseTo(1 / 3.0, within(0.005));
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        CounterRandom random = new CounterRandom(1, 0, "normal");
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = random.nextNormal();
            sum += value;
            squares += value * value;
            fourth += Math.pow(value, 4);
        }
        assertThat(sum / DRAWS).isCloseTo(0, within(0.01));
        assertThat(squares / DRAWS).isCloseTo(1, within(0.02));
        assertThat(fourth / DRAWS).isCloseTo(3, within(0.1));
    }

    @Test
    void boundedNumbersAreEquallyOften() {
        CounterRandom random = new CounterRandom(1, 0, "bounded");
        int[] counts = new int[7];
        for (int i = 0; i < DRAWS; i++) {
            counts[random.nextInt(counts.length)]++;
        }
        for (int count : counts) {
            assertThat((double) count / DRAWS).isCloseTo(1 / 7.0, within(0.005));
        }
        assertThatThrownBy(() -> random.nextInt(0)).hasMessageContaining("not 0");
    }

    @Test
    void bernoulliIsTrueAsOftenAsItsProbability() {
        CounterRandom random = new CounterRandom(1, 0, "bernoulli");
        int hits = 0;
        for (int i = 0; i < DRAWS; i++) {
            hits += random.nextBernoulli(0.3) ? 1 : 0;
        }
        assertThat((double) hits / DRAWS).isCloseTo(0.3, within(0.005));
    }

    @Test
    void aPermutationHoldsEveryNumberOnce() {
        assertThat(new CounterRandom(1, 0, "order").permutation(100))
                .containsExactlyInAnyOrder(java.util.stream.IntStream.range(0, 100).toArray())
                .isNotEqualTo(new CounterRandom(2, 0, "order").permutation(100));
    }

    private static int[] philox(long low, long high, long key) {
        int[] result = new int[4];
        Philox.block(low, high, key, result);
        return result;
    }
}
