/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where a query is turned to and by which rotation; arXiv 2506.11465. Vectors have the width d of
 * one head. Nothing here can be had for a zero vector, opposite directions that cancel, numbers
 * that are not finite, or d = 1: then there is no result and the query stays.
 */
public final class QueryRotation {
    private static final double ZERO = 1e-12;

    private QueryRotation() {}

    /** Largest minus smallest cosine; 0 when fewer than two modalities were seen. */
    public static double spread(double[] cosines) {
        double[] seen = Arrays.stream(cosines).filter(c -> !Double.isNaN(c)).toArray();
        return seen.length < 2
                ? 0
                : Arrays.stream(seen).max().getAsDouble() - Arrays.stream(seen).min().getAsDouble();
    }

    /**
     * Weight of every modality in the target, {@code softmax_m(-2 sigma c_m)}; for two modalities
     * {@code (1 + tanh(-sigma (c_1 - c_2))) / 2} and its complement.
     *
     * @param cosines c_m, NaN for a modality that is left out, whose weight is 0
     * @param sigma strength; 0 weighs all equally
     */
    public static double[] weights(double[] cosines, double sigma) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double cosine : cosines) {
            largest = Double.isNaN(cosine) ? largest : Math.max(largest, -2 * sigma * cosine);
        }
        double[] weights = new double[cosines.length];
        double sum = 0;
        for (int m = 0; m < weights.length; m++) {
            weights[m] = Double.isNaN(cosines[m]) ? 0 : Math.exp(-2 * sigma * cosines[m] - largest);
            sum += weights[m];
        }
        for (int m = 0; m < weights.length; m++) {
            weights[m] /= sum;
        }
        return weights;
    }

    /**
     * The target {@code t = |q| s / |s|} with {@code s = sum_m alpha_m k_m / |k_m|}.
     *
     * @param query q
     * @param meanKeys k_m; one with weight 0 is not looked at
     * @param weights alpha_m
     */
    public static Optional<double[]> target(double[] query, double[][] meanKeys, double[] weights) {
        double[] target = new double[query.length];
        for (int m = 0; m < meanKeys.length; m++) {
            if (weights[m] > 0) {
                double norm = norm(meanKeys[m]);
                if (!(norm > ZERO)) {
                    return Optional.empty();
                }
                for (int i = 0; i < target.length; i++) {
                    target[i] += weights[m] * meanKeys[m][i] / norm;
                }
            }
        }
        double length = norm(target);
        double queryLength = norm(query);
        if (!(length > ZERO) || !(queryLength > ZERO) || !Double.isFinite(queryLength)) {
            return Optional.empty();
        }
        for (int i = 0; i < target.length; i++) {
            target[i] *= queryLength / length;
        }
        return Optional.of(target);
    }

    /**
     * The smallest rotation R (d x d, row-major) with {@code R q = t |q| / |t|}: it leaves alone
     * what is orthogonal to q and t.
     *
     * <pre>{@code
     * R = I - s s^T / (1 + c) + 2 y x^T      x = q / |q|, y = t / |t|, s = x + y, c = x . y
     * }</pre>
     *
     * Opposite directions are turned by half a circle in the plane of x and of the coordinate axis
     * that is farthest from it.
     */
    public static Optional<double[]> minimal(double[] query, double[] target) {
        int d = query.length;
        double queryLength = norm(query);
        double targetLength = norm(target);
        boolean directions = queryLength > ZERO && targetLength > ZERO;
        if (d < 2 || !directions || !Double.isFinite(queryLength + targetLength)) {
            return Optional.empty();
        }
        double[] x = new double[d];
        double[] y = new double[d];
        double cosine = 0;
        for (int i = 0; i < d; i++) {
            x[i] = query[i] / queryLength;
            y[i] = target[i] / targetLength;
            cosine += x[i] * y[i];
        }
        return Optional.of(1 + cosine > ZERO ? between(x, y, cosine) : halfTurn(x));
    }

    private static double[] between(double[] x, double[] y, double cosine) {
        int d = x.length;
        double[] rotation = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double identity = i == j ? 1 : 0;
                double sum = (x[i] + y[i]) * (x[j] + y[j]) / (1 + cosine);
                rotation[i * d + j] = identity - sum + 2 * y[i] * x[j];
            }
        }
        return rotation;
    }

    private static double[] halfTurn(double[] x) {
        int d = x.length;
        int axis = 0;
        for (int i = 1; i < d; i++) {
            axis = Math.abs(x[i]) < Math.abs(x[axis]) ? i : axis;
        }
        double[] other = new double[d];
        for (int i = 0; i < d; i++) {
            other[i] = (i == axis ? 1 : 0) - x[axis] * x[i];
        }
        double length = norm(other);
        double[] rotation = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double identity = i == j ? 1 : 0;
                double plane = x[i] * x[j] + other[i] * other[j] / (length * length);
                rotation[i * d + j] = identity - 2 * plane;
            }
        }
        return rotation;
    }

    /** {@code a b}, both d x d. */
    static double[] product(double[] a, double[] b, int d) {
        double[] product = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < d; k++) {
                for (int j = 0; j < d; j++) {
                    product[i * d + j] += a[i * d + k] * b[k * d + j];
                }
            }
        }
        return product;
    }

    private static double norm(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
