/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.benchmark;

import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.SyntheticStream;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The two network pairs of the comparison with PyTorch: same layers, shapes, batch and optimizer.
 */
enum BenchmarkPair {
    /** ResNet-18 pair, 22.35 million parameters. */
    BIG(16, List.of(1, 128, 64), List.of(3, 64, 64), EncoderSpec.of("resnet18")),
    /** Three-convolution pair, 48 thousand parameters. */
    SMALL(
            64,
            List.of(1, 64, 32),
            List.of(3, 32, 32),
            new EncoderSpec(
                    "layers",
                    Map.of(
                            "layers",
                            "conv2d:c1 out=16 kernel=3 padding=1 bias=false; batch_norm:b1; relu; max_pool kernel=2; "
                                    + "conv2d:c2 out=32 kernel=3 padding=1 bias=false; batch_norm:b2; relu; max_pool kernel=2; "
                                    + "conv2d:c3 out=64 kernel=3 padding=1 bias=false; batch_norm:b3; relu; mean")));

    private static final int CLASSES = 6;

    private final int batchSize;
    private final List<Integer> audio;
    private final List<Integer> video;
    private final EncoderSpec encoder;

    BenchmarkPair(int batchSize, List<Integer> audio, List<Integer> video, EncoderSpec encoder) {
        this.batchSize = batchSize;
        this.audio = audio;
        this.video = video;
        this.encoder = encoder;
    }

    NetworkSpec network() {
        return new NetworkSpec(
                List.of(
                        new ModalitySpec("audio", new FeatureInput(audio), encoder),
                        new ModalitySpec("video", new FeatureInput(video), encoder)),
                "concat",
                Map.of(),
                List.of("a", "b", "c", "d", "e", "f"));
    }

    /** SGD 1e-3, momentum 0.9, weight decay 1e-4, one thread. */
    LearnerOptions options(String method, Map<String, String> methodOptions) {
        return LearnerOptions.builder().method(method, methodOptions).build();
    }

    MiniBatch batch() {
        CounterRandom random = new CounterRandom(0, 0, "benchmark");
        MiniBatch.Builder batch = MiniBatch.builder(2);
        for (int i = 0; i < batchSize; i++) {
            List<byte[]> media = new ArrayList<>();
            for (List<Integer> shape : List.of(audio, video)) {
                float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
                for (int v = 0; v < values.length; v++) {
                    values[v] = (float) random.nextNormal();
                }
                media.add(SyntheticStream.bytes(values));
            }
            batch.add(media, random.nextInt(CLASSES), i);
        }
        return batch.build();
    }
}
