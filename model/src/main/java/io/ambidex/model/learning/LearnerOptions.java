/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.util.Map;
import java.util.Objects;

/**
 * How a network is trained.
 *
 * <pre>{@code
 * LearnerOptions options = LearnerOptions.builder()
 *         .method("ogm-ge+joint-with-unimodal-losses", Map.of("alpha", "0.8"))
 *         .learningRate(1e-3)
 *         .seed(7)
 *         .build();
 * }</pre>
 *
 * @param optimizer {@code sgd} or {@code adamw}
 * @param learningRate positive
 * @param momentum SGD momentum in [0, 1); not used by AdamW
 * @param weightDecay not negative; added to the gradient by SGD, decoupled in AdamW
 * @param schedule learning-rate schedule over steps, {@code constant} by default
 * @param seed seed of the initial weights and of every random draw
 * @param method balancing method, or several chained with {@code +}
 * @param methodOptions options of the method by name; with a chain, a name may be prefixed by
 *     {@code method.}
 * @param threads intra-op threads of the engine, at least 1; other counts give other bits
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param precision of weights and arithmetic; double precision is for checks
 */
public record LearnerOptions(
        String optimizer,
        double learningRate,
        double momentum,
        double weightDecay,
        String schedule,
        long seed,
        String method,
        Map<String, String> methodOptions,
        int threads,
        String device,
        Precision precision)
        implements java.io.Serializable {

    /** Number format of weights and arithmetic. */
    public enum Precision {
        /** IEEE single precision. */
        FLOAT32,
        /** IEEE double precision. */
        FLOAT64
    }

    /**
     * Checks every range.
     *
     * @throws IllegalArgumentException naming the option, its limit and the value
     */
    public LearnerOptions {
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(precision, "precision");
        methodOptions = Map.copyOf(methodOptions);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be positive and finite, was " + learningRate);
        require(momentum >= 0 && momentum < 1, "momentum must be in [0, 1), was " + momentum);
        require(
                weightDecay >= 0 && Double.isFinite(weightDecay),
                "weightDecay must be finite and not negative, was " + weightDecay);
        require(threads >= 1, "threads must be at least 1, was " + threads);
    }

    /**
     * Starts from the defaults: SGD 1e-3 with momentum 0.9 and weight decay 1e-4, {@code joint},
     * one CPU thread.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from these options, to change some of them. */
    public Builder toBuilder() {
        return new Builder()
                .optimizer(optimizer)
                .learningRate(learningRate)
                .momentum(momentum)
                .weightDecay(weightDecay)
                .schedule(schedule)
                .seed(seed)
                .method(method, methodOptions)
                .threads(threads)
                .device(device)
                .precision(precision);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Collects options; {@link #build()} checks them. */
    public static final class Builder {
        private String optimizer = "sgd";
        private double learningRate = 1e-3;
        private double momentum = 0.9;
        private double weightDecay = 1e-4;
        private String schedule = "constant";
        private long seed;
        private String method = "joint";
        private Map<String, String> methodOptions = Map.of();
        private int threads = 1;
        private String device = "cpu";
        private Precision precision = Precision.FLOAT32;

        private Builder() {}

        /** {@code sgd} (default) or {@code adamw}. */
        public Builder optimizer(String name) {
            optimizer = name;
            return this;
        }

        /** Learning rate, default 1e-3. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** SGD momentum, default 0.9. */
        public Builder momentum(double value) {
            momentum = value;
            return this;
        }

        /** Weight decay, default 1e-4. */
        public Builder weightDecay(double value) {
            weightDecay = value;
            return this;
        }

        /** Learning-rate schedule, default {@code constant}. */
        public Builder schedule(String text) {
            schedule = text;
            return this;
        }

        /** Seed, default 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Balancing method with its default options. */
        public Builder method(String name) {
            return method(name, Map.of());
        }

        /** Balancing method and its options. */
        public Builder method(String name, Map<String, String> options) {
            method = name;
            methodOptions = options;
            return this;
        }

        /** Engine threads, default 1. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** Device, default {@code cpu}. */
        public Builder device(String name) {
            device = name;
            return this;
        }

        /** Precision, default single. */
        public Builder precision(Precision value) {
            precision = value;
            return this;
        }

        /** The checked options. */
        public LearnerOptions build() {
            return new LearnerOptions(
                    optimizer,
                    learningRate,
                    momentum,
                    weightDecay,
                    schedule,
                    seed,
                    method,
                    methodOptions,
                    threads,
                    device,
                    precision);
        }
    }
}
