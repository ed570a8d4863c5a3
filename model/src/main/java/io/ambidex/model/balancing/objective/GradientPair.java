/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.engine.ScriptModule;
import java.util.Arrays;

/** Arithmetic of MMPareto on the two gradients of one encoder; see {@code pareto.py}. */
final class GradientPair implements AutoCloseable {

    /**
     * How two gradients lie to each other.
     *
     * @param gg squared norm of the first
     * @param hh squared norm of the second
     * @param gh inner product
     */
    record Products(double gg, double hh, double gh) {
        /** Cosine of the angle; 0 when one of them vanishes. */
        double cosine() {
            double norms = Math.sqrt(gg) * Math.sqrt(hh);
            return norms == 0 ? 0 : gh / norms;
        }

        boolean oneVanishes() {
            return gg == 0 || hh == 0;
        }
    }

    private final ScriptModule kernel;

    GradientPair(NDManager manager) {
        kernel = ScriptModule.fromResource(manager, GradientPair.class, "pareto.py");
    }

    /** Reads from the device. */
    Products products(NDList g, NDList h) {
        double[] values = HostValues.of(kernel.callOne(g.get(0).getManager(), "products", g, h));
        return new Products(values[0], values[1], values[2]);
    }

    /**
     * Writes {@code gamma f (2 a_g g + 2 a_h h)} into g, with f at least 1 such that no tensor (or
     * not the encoder as a whole) is shorter than {@code g + h}. Reads from the device.
     *
     * @return the largest f
     */
    double combine(NDList g, NDList h, ParetoWeights weights, double gamma, boolean perEncoder) {
        NDManager manager = g.get(0).getManager();
        NDArray factors =
                manager.create(new double[] {2 * weights.first(), 2 * weights.second(), gamma})
                        .toType(g.get(0).getDataType(), false);
        NDList combined =
                kernel.call(manager, perEncoder ? "per_encoder" : "per_tensor", g, h, factors);
        for (int i = 0; i < g.size(); i++) {
            combined.get(i).copyTo(g.get(i));
        }
        return Arrays.stream(HostValues.of(combined.get(g.size()))).max().orElse(1);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
