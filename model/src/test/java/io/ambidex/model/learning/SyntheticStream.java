/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A tiny network and examples for it: every class has a pattern per modality, hidden in noise that
 * is weak for the first modality and strong for the others, so that the first dominates.
 */
public final class SyntheticStream {
    private static final List<String> NAMES = List.of("audio", "video", "text");
    private static final int CLASSES = 4;

    private final int modalities;
    private final long seed;

    public SyntheticStream(int modalities, long seed) {
        this.modalities = modalities;
        this.seed = seed;
    }

    /** A convolution with batch norm for the first modality, linear layers for the others. */
    public NetworkSpec network() {
        return network("concat");
    }

    public NetworkSpec network(String fusion) {
        List<ModalitySpec> specs = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            if (fusion.equals("attention")) {
                specs.add(new ModalitySpec(NAMES.get(m), new FeatureInput(shape(m)), patches(m)));
                continue;
            }
            String layers =
                    m == 0
                            ? "conv2d:conv1 out=6 kernel=3; batch_norm:bn1; relu; mean"
                            : "linear:fc1 out=8; tanh; linear:fc2 out=6";
            specs.add(
                    new ModalitySpec(
                            NAMES.get(m),
                            new FeatureInput(shape(m)),
                            new EncoderSpec("layers", Map.of("layers", layers))));
        }
        return new NetworkSpec(specs, fusion, Map.of(), List.of("a", "b", "c", "d"));
    }

    /** Two patches of the first modality, one of the others, and a class token each. */
    private static EncoderSpec patches(int modality) {
        String patch = modality == 0 ? "3x5" : "7";
        return new EncoderSpec(
                "patches", Map.of("patch", patch, "width", "6", "heads", "2", "blocks", "1"));
    }

    private static List<Integer> shape(int modality) {
        return modality == 0 ? List.of(1, 6, 5) : List.of(7);
    }

    /** The batch of a step; example numbers go on from step to step. */
    public MiniBatch batch(long step, int size) {
        return batch(step, size, 0);
    }

    /**
     * @param missing share of the examples, 0 to 1, that lack one modality each
     */
    public MiniBatch batch(long step, int size, double missing) {
        MiniBatch.Builder batch = MiniBatch.builder(modalities);
        CounterRandom random = new CounterRandom(seed, step, "examples");
        for (int i = 0; i < size; i++) {
            int label = random.nextInt(CLASSES);
            int lacking = random.nextDouble() < missing ? random.nextInt(modalities) : -1;
            batch.add(media(random, label, lacking), label, step * size + i);
        }
        return batch.build();
    }

    /** Two examples for a step that are never trained on. */
    public List<MiniBatch.Example> heldOut(long step) {
        return batch(5_000 + step, 2, 0.2).examples();
    }

    /** All examples have the same class. */
    public MiniBatch oneClass(long step, int size) {
        MiniBatch.Builder batch = MiniBatch.builder(modalities);
        CounterRandom random = new CounterRandom(seed, step, "one class");
        for (int i = 0; i < size; i++) {
            batch.add(media(random, 1, -1), 1, step * size + i);
        }
        return batch.build();
    }

    /** No example has the modality. */
    public MiniBatch without(int modality, long step, int size) {
        MiniBatch.Builder batch = MiniBatch.builder(modalities);
        CounterRandom random = new CounterRandom(seed, step, "without");
        for (int i = 0; i < size; i++) {
            int label = random.nextInt(CLASSES);
            batch.add(media(random, label, modality), label, step * size + i);
        }
        return batch.build();
    }

    /** One value of one example is not a number. */
    public MiniBatch poisoned(long step, int size) {
        MiniBatch good = batch(step, size);
        byte[] bad = good.media(0, 0).clone();
        ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        List<MiniBatch.Example> examples = new ArrayList<>(good.examples());
        MiniBatch.Example first = examples.get(0);
        List<byte[]> media = new ArrayList<>(first.media());
        media.set(0, bad);
        examples.set(0, new MiniBatch.Example(media, first.label(), first.number(), false));
        return MiniBatch.of(modalities, examples);
    }

    private List<byte[]> media(CounterRandom random, int label, int lacking) {
        byte[][] media = new byte[modalities][];
        for (int m = 0; m < modalities; m++) {
            CounterRandom pattern = new CounterRandom(seed, label, "pattern " + m);
            int values = shape(m).stream().reduce(1, (a, b) -> a * b);
            double noise = m == 0 ? 0.5 : 1.5;
            float[] clip = new float[values];
            for (int i = 0; i < values; i++) {
                clip[i] = (float) (pattern.nextNormal() + noise * random.nextNormal());
            }
            media[m] = m == lacking ? null : bytes(clip);
        }
        return Arrays.asList(media);
    }

    /** As {@link FeatureInput} takes them. */
    public static byte[] bytes(float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }
}
