/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.TorchRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameNormalizationTest {

    private static final int FRAMES = 2;
    private static final int HEIGHT = 3;
    private static final int WIDTH = 5;
    private static final int CHANNELS = 3;

    private final NDManager manager = TorchRuntime.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void everyByteGoesToItsChannelAndPlace() {
        int clip = FRAMES * HEIGHT * WIDTH * CHANNELS;
        ByteBuffer media = ByteBuffer.allocateDirect(2 * clip);
        for (int i = 0; i < 2 * clip; i++) {
            media.put(i, (byte) (i * 7));
        }
        try (FrameNormalization frames =
                new FrameNormalization(
                        manager,
                        DataType.FLOAT32,
                        new long[] {FRAMES, HEIGHT, WIDTH, CHANNELS},
                        0.45,
                        0.225)) {
            NDArray result = frames.apply(manager, media, 2);

            assertThat(result.getShape()).isEqualTo(new Shape(2, CHANNELS, FRAMES, HEIGHT, WIDTH));
            float[] values = result.toFloatArray();
            int i = 0;
            for (int b = 0; b < 2; b++) {
                for (int c = 0; c < CHANNELS; c++) {
                    for (int t = 0; t < FRAMES; t++) {
                        for (int y = 0; y < HEIGHT; y++) {
                            for (int x = 0; x < WIDTH; x++) {
                                int at = (((b * FRAMES + t) * HEIGHT + y) * WIDTH + x) * CHANNELS;
                                double expected = (((at + c) * 7 & 255) / 255.0 - 0.45) / 0.225;
                                assertThat((double) values[i++]).isCloseTo(expected, within(1e-5));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void readyValuesComeAsTheyAreAndDoNotShareTheBuffer() {
        ByteBuffer media = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
        media.asFloatBuffer().put(new float[] {1, -2, 0.5f, 8});
        try (ReadyValues ready = new ReadyValues(DataType.FLOAT32, new long[] {2})) {
            NDArray values = ready.apply(manager, media, 2);
            media.putFloat(0, 99);
            assertThat(values.getShape()).isEqualTo(new Shape(2, 2));
            assertThat(values.toFloatArray()).containsExactly(1, -2, 0.5f, 8);
        }
    }
}
