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
 * Log-mel spectrogram from PCM: signed 16 bit, little endian, mono. Periodic Hann window of N
 * samples, Fourier transform of the same length, no padding, power spectrum, triangular filters on
 * the HTK mel scale (see {@link MelFilters}), natural logarithm of the energy plus 1e-6, and a
 * fixed normalisation. The kernel {@code logmel.py} has the formula.
 *
 * <p>(P, 2 samples) uint8 becomes (P, 1, bands, 1 + (samples - N) / hop).
 */
public final class LogMel implements FrontEnd {

    private final NDManager manager;
    private final ScriptModule kernel;
    private final NDArray window;
    private final NDArray filters;
    private final NDArray hop;
    private final NDArray mean;
    private final NDArray deviation;

    /**
     * Prepares window and filters.
     *
     * @param parent gives the device
     * @param type FLOAT32 or FLOAT64
     * @param windowSamples N
     * @param hopSamples distance of two windows
     * @param filters the filters for that N
     * @param mean subtracted from the logarithm
     * @param deviation the difference is divided by it
     */
    public LogMel(
            NDManager parent,
            DataType type,
            int windowSamples,
            int hopSamples,
            MelFilters filters,
            double mean,
            double deviation) {
        manager = parent.newSubManager();
        kernel = ScriptModule.fromResource(manager, LogMel.class, "logmel.py");
        window = manager.create(hann(windowSamples)).toType(type, false);
        this.filters =
                manager.create(filters.weights(), new Shape(filters.bins(), filters.bands()))
                        .toType(type, false);
        hop = manager.create((long) hopSamples);
        this.mean = manager.create(mean).toType(type, false);
        this.deviation = manager.create(deviation).toType(type, false);
    }

    @Override
    public NDArray apply(NDManager owner, ByteBuffer media, int clips) {
        Shape shape = new Shape(clips, media.remaining() / clips);
        try (GradMode off = GradMode.off();
                NDArray bytes = owner.create(media, shape, DataType.UINT8)) {
            return kernel.callOne(
                    owner, "spectrogram", bytes, window, filters, hop, mean, deviation);
        }
    }

    /** {@code 0.5 - 0.5 cos(2 pi n / N)}. */
    private static double[] hann(int size) {
        double[] window = new double[size];
        for (int n = 0; n < size; n++) {
            window[n] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * n / size);
        }
        return window;
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
