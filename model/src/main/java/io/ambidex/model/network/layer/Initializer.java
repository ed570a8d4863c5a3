/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network.layer;

import io.ambidex.model.engine.CounterRandom;

/** Where the first values of a parameter come from. */
public sealed interface Initializer {

    /** The next value. */
    double next(CounterRandom random);

    /** The value of an element by its place in row-major order; places are asked for in order. */
    default double at(int index, CounterRandom random) {
        return next(random);
    }

    /**
     * Identity matrices of one size, one after the other.
     *
     * @param size rows and columns of each
     */
    record Identity(int size) implements Initializer {
        @Override
        public double next(CounterRandom random) {
            throw new UnsupportedOperationException("an element of the identity has a place");
        }

        @Override
        public double at(int index, CounterRandom random) {
            return index / size % size == index % size ? 1 : 0;
        }
    }

    /** Always the same value. */
    record Constant(double value) implements Initializer {
        @Override
        public double next(CounterRandom random) {
            return value;
        }
    }

    /** Uniform on [-bound, bound). */
    record Uniform(double bound) implements Initializer {
        @Override
        public double next(CounterRandom random) {
            return (2 * random.nextDouble() - 1) * bound;
        }
    }

    /** Normal with mean 0. */
    record Normal(double standardDeviation) implements Initializer {
        @Override
        public double next(CounterRandom random) {
            return random.nextNormal() * standardDeviation;
        }
    }

    /**
     * PyTorch's default for the weights and biases of linear and convolution layers: uniform with
     * bound {@code 1 / sqrt(fanIn)} (Kaiming uniform with a = sqrt 5).
     */
    static Initializer byFanIn(long fanIn) {
        return new Uniform(1 / Math.sqrt(fanIn));
    }

    /**
     * Kaiming normal for ReLU by fan-out, as the convolutions of a ResNet: standard deviation
     * {@code sqrt(2 / fanOut)} (arXiv 1502.01852).
     */
    static Initializer kaimingNormal(long fanOut) {
        return new Normal(Math.sqrt(2.0 / fanOut));
    }
}
