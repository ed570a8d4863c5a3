/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.ExchangeStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.Exchanges;
import java.util.ArrayList;
import java.util.List;

/**
 * Running mean of the gates of every modality at every point, without graph: {@code gbar = (mean_i
 * gate + n gbar) / (n + 1)} over the rows that have the modality, n being the number of batches so
 * far, at most W.
 */
final class RunningGates {
    private final long cap;
    private final TensorLists lists;
    private final List<NDList> means = new ArrayList<>();
    private final long[] counts;

    // What this step makes of the means, null where a modality is absent.
    private final List<NDArray[]> next = new ArrayList<>();

    /**
     * @param averageSteps W; 0 for no limit
     */
    RunningGates(MethodContext context, long averageSteps) {
        cap = averageSteps == 0 ? Long.MAX_VALUE : averageSteps;
        lists = context.lists();
        List<String> modalities = context.network().spec().modalityNames();
        counts = new long[modalities.size()];
        NamedTensors parameters = context.network().parameters();
        for (int point = 1; parameters.contains(bias(point, modalities.get(0))); point++) {
            NDList here = new NDList();
            for (String modality : modalities) {
                Shape channels = parameters.get(bias(point, modality)).getShape();
                here.add(context.manager().zeros(channels, context.network().dataType()));
            }
            means.add(here);
            next.add(new NDArray[modalities.size()]);
        }
    }

    private static String bias(int point, String modality) {
        return Exchanges.PREFIX + point + ".excite." + modality + ".bias";
    }

    /** Takes the gates of a point in, to be kept when the step is done. */
    void observe(ExchangeStage stage) {
        try (GradMode off = GradMode.off()) {
            for (int m = 0; m < counts.length; m++) {
                long n = Math.min(counts[m], cap);
                next.get(stage.point())[m] =
                        stage.batch().presentCount(m) == 0
                                ? null
                                : mean(stage, m)
                                        .add(means.get(stage.point()).get(m).mul(n))
                                        .div(n + 1);
            }
        }
    }

    private static NDArray mean(ExchangeStage stage, int modality) {
        NDArray gates = stage.gates(modality);
        int rows = stage.batch().size();
        int present = stage.batch().presentCount(modality);
        if (present == rows) {
            return gates.mean(new int[] {0});
        }
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = stage.batch().isPresent(i, modality) ? 1 : 0;
        }
        NDArray chosen = stage.manager().create(values, new Shape(rows, 1));
        return gates.mul(chosen.toType(gates.getDataType(), false)).sum(new int[] {0}).div(present);
    }

    /** Puts the running mean, this batch included, in the place of every row of a gate. */
    void freeze(ExchangeStage stage, int modality) {
        NDArray mean = next.get(stage.point())[modality];
        if (mean != null) {
            Shape shape = stage.gates(modality).getShape();
            stage.replaceGates(modality, mean.reshape(1, shape.get(1)).broadcast(shape));
        }
    }

    /** Keeps what the step made of the means. */
    void advance(AfterStage stage) {
        NDList to = new NDList();
        NDList from = new NDList();
        for (int m = 0; m < counts.length; m++) {
            for (int point = 0; point < means.size(); point++) {
                NDArray value = next.get(point)[m];
                if (value != null) {
                    to.add(means.get(point).get(m));
                    from.add(value);
                }
            }
            counts[m] += stage.batch().presentCount(m) > 0 ? 1 : 0;
        }
        lists.copy(to, from);
    }

    void writeState(MethodState state, List<String> modalities) {
        for (int m = 0; m < counts.length; m++) {
            state.put("count." + m, counts[m]);
            for (int point = 0; point < means.size(); point++) {
                state.put(name(point, modalities.get(m)), means.get(point).get(m));
            }
        }
    }

    void readState(MethodState state, List<String> modalities) {
        NDList to = new NDList();
        NDList from = new NDList();
        for (int m = 0; m < counts.length; m++) {
            counts[m] = state.whole("count." + m);
            for (int point = 0; point < means.size(); point++) {
                to.add(means.get(point).get(m));
                from.add(state.tensor(name(point, modalities.get(m))));
            }
        }
        lists.copy(to, from);
    }

    private static String name(int point, String modality) {
        return "gate." + (point + 1) + "." + modality;
    }
}
