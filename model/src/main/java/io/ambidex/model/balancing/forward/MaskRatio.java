/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

/**
 * How much of a modality is masked: {@code p = sin(pi/2 min(epsilon, l) / epsilon)} for a progress
 * l from 0 to 1. AMCo, DOI 10.1109/ICASSP49357.2023.10096641.
 *
 * @param epsilon progress at which everything is masked, above 0, at most 1
 */
public record MaskRatio(double epsilon) {

    /** Share of the features, 0 to 1. */
    public double at(double progress) {
        return Math.sin(Math.PI / 2 * Math.min(epsilon, progress) / epsilon);
    }

    /** Number of features out of {@code width}. */
    public int masked(double progress, int width) {
        return (int) (at(progress) * width);
    }
}
