/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Correct answers out of all, for the joint answer and for each modality. */
final class Score {
    /** Name of the joint answer beside the names of the modalities. */
    static final String JOINT = "joint";

    /** The order in which scores are shown. */
    static final Comparator<String> JOINT_FIRST =
            Comparator.<String, Boolean>comparing(name -> !name.equals(JOINT))
                    .thenComparing(Comparator.naturalOrder());

    private final Map<String, double[]> correctAndTotal = new TreeMap<>(JOINT_FIRST);

    void add(String name, boolean correct) {
        add(name, correct ? 1 : 0, 1);
    }

    /** Adds several answers at once. */
    void add(String name, double correct, double total) {
        double[] sums = correctAndTotal.computeIfAbsent(name, n -> new double[2]);
        sums[0] += correct;
        sums[1] += total;
    }

    /** Number of joint answers. */
    long examples() {
        double[] sums = correctAndTotal.get(JOINT);
        return sums == null ? 0 : Math.round(sums[1]);
    }

    /** Accuracy by name, 0 to 1; names without an answer are left out. */
    Map<String, Double> accuracy() {
        Map<String, Double> accuracy = new TreeMap<>(JOINT_FIRST);
        correctAndTotal.forEach(
                (name, sums) -> {
                    if (sums[1] > 0) {
                        accuracy.put(name, sums[0] / sums[1]);
                    }
                });
        return accuracy;
    }
}
