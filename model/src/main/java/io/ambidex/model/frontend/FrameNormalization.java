/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.frontend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.ScriptModule;
import java.nio.ByteBuffer;

/**
 * {@code (byte / 255 - mean) / deviation} of 8-bit frames: (P, frames, height, width, channels)
 * uint8 becomes (P, channels, frames, height, width).
 */
public final class FrameNormalization implements FrontEnd {

    private final NDManager manager;
    private final ScriptModule kernel;
    private final long[] frameShape;
    private final NDArray mean;
    private final NDArray deviation;

    /**
     * Prepares it.
     *
     * @param parent gives the device
     * @param type FLOAT32 or FLOAT64
     * @param frameShape (frames, height, width, channels) of a clip
     * @param mean subtracted from a value in [0, 1]
     * @param deviation the difference is divided by it
     */
    public FrameNormalization(
            NDManager parent, DataType type, long[] frameShape, double mean, double deviation) {
        this.manager = parent.newSubManager();
        this.kernel = ScriptModule.fromResource(manager, FrameNormalization.class, "frames.py");
        this.frameShape = frameShape.clone();
        this.mean = manager.create(mean).toType(type, false);
        this.deviation = manager.create(deviation).toType(type, false);
    }

    @Override
    public NDArray apply(NDManager owner, ByteBuffer media, int clips) {
        Shape shape = new Shape(clips).addAll(new Shape(frameShape));
        try (GradMode off = GradMode.off();
                NDArray frames = owner.create(media, shape, DataType.UINT8)) {
            return kernel.callOne(owner, "normalize", frames, mean, deviation);
        }
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
