/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A few examples in host memory, as they come from the stream: the raw media of every modality, a
 * label and the example's number. What the bytes mean is fixed by the network's input
 * specifications; nothing is decoded or normalised here.
 *
 * <p>Immutable. The media arrays are not copied: a caller must not write to them while the batch is
 * in use.
 *
 * <pre>{@code
 * MiniBatch batch = MiniBatch.builder(2)
 *         .add(List.of(audioBytes, videoBytes), 3, 17)
 *         .add(Arrays.asList(null, videoBytes), 1, 18) // no audio in this clip
 *         .build();
 * }</pre>
 */
public final class MiniBatch {
    /** The label of an example whose label is not known. */
    public static final int NO_LABEL = -1;

    private final int modalities;
    private final List<Example> examples;

    private MiniBatch(int modalities, List<Example> examples) {
        this.modalities = modalities;
        this.examples = List.copyOf(examples);
    }

    /**
     * @param modalities number of modalities of every example, at least 1
     * @throws IllegalArgumentException if {@code modalities} is less than 1
     */
    public static Builder builder(int modalities) {
        return new Builder(modalities);
    }

    /** A batch of these examples, all with the same number of modalities. */
    public static MiniBatch of(int modalities, List<Example> examples) {
        Builder builder = builder(modalities);
        examples.forEach(builder::add);
        return builder.build();
    }

    /** Number of examples, B; may be 0. */
    public int size() {
        return examples.size();
    }

    /** Number of modalities, M. */
    public int modalities() {
        return modalities;
    }

    /** The examples in order. */
    public List<Example> examples() {
        return examples;
    }

    /** The raw media of one modality in one example, or {@code null} if it is missing. */
    public byte[] media(int example, int modality) {
        return examples.get(example).media().get(modality);
    }

    /**
     * The raw media of one modality in all examples, B entries; {@code null} where it is missing.
     */
    public List<byte[]> media(int modality) {
        List<byte[]> media = new ArrayList<>(examples.size());
        examples.forEach(example -> media.add(example.media().get(modality)));
        return media;
    }

    /** Whether the example has this modality. */
    public boolean isPresent(int example, int modality) {
        return media(example, modality) != null;
    }

    /** How many examples have this modality. */
    public int presentCount(int modality) {
        int count = 0;
        for (Example example : examples) {
            if (example.media().get(modality) != null) {
                count++;
            }
        }
        return count;
    }

    /** Class indices, {@link #NO_LABEL} where unknown; a new array of length B. */
    public int[] labels() {
        return examples.stream().mapToInt(Example::label).toArray();
    }

    /** How many of the examples have been used in an earlier step. */
    public int replayedCount() {
        return (int) examples.stream().filter(Example::replayed).count();
    }

    /**
     * One example.
     *
     * @param media raw bytes per modality in the network's order; {@code null} where the modality
     *     is missing
     * @param label class index, or {@link #NO_LABEL}
     * @param number the example's number in the order of training, not negative
     * @param replayed whether a balancing method brought it back; false for what comes from the
     *     stream
     */
    public record Example(List<byte[]> media, int label, long number, boolean replayed) {
        /** Turns empty arrays into missing modalities. */
        public Example {
            List<byte[]> cleaned = new ArrayList<>(media.size());
            for (byte[] bytes : media) {
                cleaned.add(bytes == null || bytes.length == 0 ? null : bytes);
            }
            media = java.util.Collections.unmodifiableList(cleaned);
            if (label < NO_LABEL) {
                throw new IllegalArgumentException(
                        "label must be a class index or -1, was " + label);
            }
            if (number < 0) {
                throw new IllegalArgumentException(
                        "example number must not be negative, was " + number);
            }
        }

        /** The same example, marked as replayed, with only these modalities left. */
        public Example replayOf(java.util.function.IntPredicate kept) {
            List<byte[]> left = new ArrayList<>(media.size());
            for (int m = 0; m < media.size(); m++) {
                left.add(kept.test(m) ? media.get(m) : null);
            }
            return new Example(left, label, number, true);
        }
    }

    /** Collects examples; not thread-safe. */
    public static final class Builder {
        private final int modalities;
        private final List<Example> examples = new ArrayList<>();

        private Builder(int modalities) {
            if (modalities < 1) {
                throw new IllegalArgumentException(
                        "a batch needs at least 1 modality, was " + modalities);
            }
            this.modalities = modalities;
        }

        /**
         * Adds one example.
         *
         * @param mediaPerModality raw bytes in the network's order of modalities; empty or null
         *     where it is missing
         * @param label class index, or {@link #NO_LABEL}
         * @param exampleNumber number of the example in the order of training, not negative
         * @throws IllegalArgumentException if the number of modalities differs from the batch's, or
         *     a value is out of range
         */
        public Builder add(List<byte[]> mediaPerModality, int label, long exampleNumber) {
            return add(new Example(mediaPerModality, label, exampleNumber, false));
        }

        /** Adds a ready example. */
        public Builder add(Example example) {
            Objects.requireNonNull(example, "example");
            if (example.media().size() != modalities) {
                throw new IllegalArgumentException(
                        "example %d has %d modalities, the batch has %d"
                                .formatted(example.number(), example.media().size(), modalities));
            }
            examples.add(example);
            return this;
        }

        /** The batch so far. */
        public MiniBatch build() {
            return new MiniBatch(modalities, examples);
        }
    }
}
