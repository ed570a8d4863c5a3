/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.learning.MiniBatch;
import java.util.Arrays;

/**
 * Per modality and class the mean of features, refreshed from sums that are collected in between:
 * {@code c <- eps c + (1 - eps) sum / count} for the classes that were seen; the first ones of a
 * class replace what was before.
 */
final class Prototypes {
    private final NDManager manager;
    private final TensorLists lists;
    private final int classes;
    private final NDList means = new NDList();
    private final NDList sums = new NDList();
    private final double[][] counts;
    private final double[][] refreshes;

    Prototypes(MethodContext context) {
        manager = context.manager();
        lists = context.lists();
        var network = context.network();
        classes = network.spec().classes().size();
        for (String modality : network.spec().modalityNames()) {
            Shape shape = new Shape(classes, network.featureWidth(modality));
            means.add(manager.zeros(shape, network.dataType()));
            sums.add(manager.zeros(shape, network.dataType()));
        }
        counts = new double[means.size()][classes];
        refreshes = new double[means.size()][classes];
    }

    /** (C, D_m); the row of an unknown class means nothing. */
    NDArray of(int modality) {
        return means.get(modality);
    }

    boolean knows(int modality, int label) {
        return refreshes[modality][label] > 0;
    }

    /** Classes that have a prototype. */
    int known(int modality) {
        return (int) Arrays.stream(refreshes[modality]).filter(count -> count > 0).count();
    }

    /** 1 for a class without prototype, else 0; (1, C). */
    double[] unknown(int modality) {
        return Arrays.stream(refreshes[modality]).map(count -> count > 0 ? 0 : 1).toArray();
    }

    /**
     * Collects the features of labelled rows that have the modality.
     *
     * @param features (B, D_m), without graph
     */
    void collect(int modality, NDArray features, MiniBatch batch) {
        int rows = batch.size();
        double[] members = new double[classes * rows];
        boolean any = false;
        for (int i = 0; i < rows; i++) {
            int label = batch.examples().get(i).label();
            if (label >= 0 && batch.isPresent(i, modality)) {
                members[label * rows + i] = 1;
                counts[modality][label]++;
                any = true;
            }
        }
        if (any) {
            NDArray matrix = features.getManager().create(members, new Shape(classes, rows));
            if (features.getDataType() != DataType.FLOAT64) {
                matrix = matrix.toType(features.getDataType(), false);
            }
            NDList own = new NDList(sums.get(modality));
            lists.addScaled(own, new NDList(matrix.matMul(features)), 1);
        }
    }

    /**
     * Takes the means of what was collected, and begins to collect anew.
     *
     * @param memory eps, the share of the old prototype
     * @param unmixed how many of the first prototypes of a class are taken as they are, at least 1
     */
    void refresh(double memory, long unmixed) {
        for (int m = 0; m < means.size(); m++) {
            double[] values = HostValues.of(means.get(m));
            double[] collected = HostValues.of(sums.get(m));
            int width = values.length / classes;
            for (int c = 0; c < classes; c++) {
                if (counts[m][c] == 0) {
                    continue;
                }
                double old = refreshes[m][c] < unmixed ? 0 : memory;
                for (int d = c * width; d < (c + 1) * width; d++) {
                    values[d] = old * values[d] + (1 - old) * collected[d] / counts[m][c];
                }
                refreshes[m][c]++;
                counts[m][c] = 0;
            }
            set(means.get(m), values);
            lists.scale(new NDList(sums.get(m)), 0);
        }
    }

    private void set(NDArray tensor, double[] values) {
        try (NDManager own = manager.newSubManager()) {
            NDArray doubles = own.create(values, tensor.getShape());
            NDArray typed = doubles.toType(tensor.getDataType(), false);
            lists.copy(new NDList(tensor), new NDList(typed));
        }
    }

    /** Becomes the same as another one of the same network. */
    void copy(Prototypes other) {
        lists.copy(means, other.means);
        lists.copy(sums, other.sums);
        for (int m = 0; m < counts.length; m++) {
            counts[m] = other.counts[m].clone();
            refreshes[m] = other.refreshes[m].clone();
        }
    }

    void writeState(MethodState state) {
        for (int m = 0; m < means.size(); m++) {
            MethodState own = state.part(Integer.toString(m));
            own.put("means", means.get(m));
            own.put("sums", sums.get(m));
            own.put("counts", counts[m]);
            own.put("refreshes", refreshes[m]);
        }
    }

    void readState(MethodState state) {
        for (int m = 0; m < means.size(); m++) {
            MethodState own = state.part(Integer.toString(m));
            lists.copy(new NDList(means.get(m)), new NDList(own.tensor("means")));
            lists.copy(new NDList(sums.get(m)), new NDList(own.tensor("sums")));
            counts[m] = own.numbers("counts");
            refreshes[m] = own.numbers("refreshes");
        }
    }
}
