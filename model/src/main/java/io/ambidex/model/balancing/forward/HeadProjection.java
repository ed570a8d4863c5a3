/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.engine.GradMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the directions of given features out of the gradient of a linear head, so that what the
 * head says about those features stays as it is:
 *
 * <pre>{@code
 * P = I - H (H^T H + lambda I)^-1 H^T,   H = the features h_1 ... h_n as columns, (d, n)
 *   = I - sum_k q_k q_k^T / c_k,         q_k = P_(k-1) h_k,   c_k = lambda + h_k^T q_k
 * }</pre>
 *
 * The second form, by recursive least squares, is what is computed: P itself (d, d) is never made.
 */
public final class HeadProjection {
    private record Direction(NDArray q, NDArray c) {}

    private final List<Direction> directions = new ArrayList<>();

    /**
     * @param features h_1 to h_n, each (d); none for the identity
     * @param lambda damping, positive: the larger, the less is taken out
     */
    public HeadProjection(NDList features, double lambda) {
        try (GradMode off = GradMode.off()) {
            for (NDArray h : features) {
                NDArray q = apply(h.expandDims(0)).squeeze(0);
                directions.add(new Direction(q, q.mul(h).sum().add(lambda)));
            }
        }
    }

    /**
     * {@code G P^T}, which is {@code G P}.
     *
     * @param gradient G (n, d)
     * @return (n, d)
     */
    public NDArray apply(NDArray gradient) {
        NDArray left = gradient;
        for (Direction direction : directions) {
            NDArray share = gradient.matMul(direction.q().expandDims(1)).div(direction.c());
            left = left.sub(share.mul(direction.q().expandDims(0)));
        }
        return left;
    }
}
