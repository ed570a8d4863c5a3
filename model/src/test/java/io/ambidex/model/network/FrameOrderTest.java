/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.engine.StepScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameOrderTest {

    private static final int FRAME = 16 * 16;

    @Test
    void stackedFramesAreToldApartByTheirOrder() {
        Map<String, String> stacked = Map.of("frames", "stack", "features", "7");

        assertThat(features(stacked, 0, 1)).hasSize(7);
        assertThat(distance(features(stacked, 0, 1), features(stacked, 1, 0))).isGreaterThan(1e-3);
    }

    @Test
    void theMeanOverFramesHasNoOrder() {
        assertThat(distance(features(Map.of(), 0, 1), features(Map.of(), 1, 0)))
                .isCloseTo(0, within(1e-5));
    }

    @Test
    void anUnknownTreatmentOfFramesIsRefused() {
        assertThatThrownBy(() -> features(Map.of("frames", "shuffle"), 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frames must be one of mean, stack, but is 'shuffle'");
    }

    private static float[] features(Map<String, String> options, int... order) {
        NetworkSpec spec =
                new NetworkSpec(
                        List.of(
                                new ModalitySpec(
                                        "video",
                                        new VideoInput(2, 1, 16, 16),
                                        new EncoderSpec("small-cnn", options))),
                        "concat",
                        Map.of(),
                        List.of("a", "b"));
        try (MultimodalNetwork network = MultimodalNetwork.create(spec, 1, "cpu");
                StepScope scope = StepScope.open(network.manager())) {
            ModalityInput input = network.prepare(scope.manager(), "video", List.of(clip(order)));
            return network.encode(scope.manager(), "video", input, false).toFloatArray();
        }
    }

    private static byte[] clip(int... order) {
        byte[] clip = new byte[2 * FRAME];
        for (int i = 0; i < clip.length; i++) {
            int pixel = i % FRAME;
            clip[i] = (byte) (order[i / FRAME] == 0 ? pixel : 255 - 3 * pixel);
        }
        return clip;
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs(one[i] - other[i]);
        }
        return sum;
    }
}
