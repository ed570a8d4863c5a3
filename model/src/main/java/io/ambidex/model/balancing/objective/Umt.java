/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.NetworkSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Uni-modal teacher: every encoder of the multimodal network imitates the features of an encoder
 * that has learned its modality alone. Du et al., arXiv 2305.01233, 2106.11059.
 *
 * <pre>{@code
 * L = CE(z, y) + lambda sum_m mean over the rows that have m, and over the D_m entries, of (f_m - f_m^T)^2
 * }</pre>
 *
 * Teachers are in evaluation mode and carry no gradient. As published they are trained before and
 * frozen: {@code teacherFiles}. A stream has no time before, so that by default they learn beside
 * the student, see {@link OnlineTeachers}; with those, lambda grows linearly over the first {@code
 * warmUpSteps}, and again after a drift, since nobody can teach what they do not know.
 *
 * <p>State: frozen teachers a checksum; online ones their weights, running statistics, optimizer
 * state and averaged weights, each as large as the encoders. Cost per step: one evaluation of every
 * encoder more; with online teachers also one forward and backward pass, about twice the cost of
 * {@code joint}.
 */
public final class Umt implements BalancingMethod {
    static final MethodOption<Double> WEIGHT =
            MethodOption.number(
                    "distillationWeight",
                    10,
                    "factor",
                    0,
                    10_000,
                    "Weight lambda of the distance to the teachers' features; the paper has 50.");
    static final MethodOption<Long> WARM_UP =
            MethodOption.count(
                    "warmUpSteps",
                    500,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "Steps over which the weight grows from 0, with teachers that learn on the stream.");
    static final MethodOption<Double> DECAY =
            MethodOption.number(
                    "teacherDecay",
                    0.999,
                    "factor per step",
                    0,
                    0.999999,
                    "Decay of the average of the teachers' weights that teaches.");
    static final MethodOption<Long> SNAPSHOT =
            MethodOption.count(
                    "snapshotSteps",
                    0,
                    "steps",
                    0,
                    Long.MAX_VALUE,
                    "A copy of the teachers, renewed every so many steps, teaches instead of their average; 0 for the average.");
    static final MethodOption<String> FILES =
            MethodOption.text(
                    "teacherFiles",
                    "",
                    "empty, a path, or MODALITY=path;...",
                    "safetensors files with the encoders of frozen teachers, one for all modalities or one for each; empty: teachers learn on the stream.");
    static final List<MethodOption<?>> OPTIONS = List.of(WEIGHT, WARM_UP, DECAY, SNAPSHOT, FILES);

    private final double weight;
    private final long warmUpSteps;
    private final Teachers teachers;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private long updates;

    Umt(MethodOptions options) {
        weight = options.get(WEIGHT);
        String files = options.get(FILES);
        teachers =
                files.isEmpty()
                        ? new OnlineTeachers(options.get(DECAY), options.get(SNAPSHOT))
                        : new FrozenTeachers(new TeacherFiles(files));
        warmUpSteps = teachers.learn() ? options.get(WARM_UP) : 0;
    }

    /** Name of the loss that is a modality's distance to its teacher. */
    public static String distillation(String modality) {
        return "distillation." + modality;
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        teachers.check(configured);
        return configured;
    }

    @Override
    public void open(MethodContext context) {
        teachers.open(context);
    }

    @Override
    public void objective(ObjectiveStage stage) {
        teachers.addLosses(stage);
        for (int m = 0; m < stage.modalities().size(); m++) {
            double[] rows = stage.rowWeights(m);
            if (Arrays.stream(rows).sum() > 0) {
                stage.add(
                        distillation(stage.modalities().get(m)),
                        distance(stage, m, rows),
                        weightNow());
            }
        }
    }

    private NDArray distance(ObjectiveStage stage, int modality, double[] rows) {
        NDArray squares = stage.encoded(modality).sub(teachers.features(stage, modality)).square();
        if (Arrays.stream(rows).allMatch(row -> row == 1)) {
            return squares.mean();
        }
        NDArray weights = stage.tensor(rows, rows.length);
        return squares.mean(new int[] {1})
                .mul(weights)
                .sum()
                .div(stage.number(Arrays.stream(rows).sum()));
    }

    private double weightNow() {
        return updates >= warmUpSteps ? weight : weight * updates / warmUpSteps;
    }

    @Override
    public void optimization(OptimizationStage stage) {
        monitors.clear();
        monitors.put("distillationWeight", weightNow());
        double distilled = 0;
        for (String modality : stage.modalities()) {
            Double distance = stage.losses().get(distillation(modality));
            if (distance != null) {
                monitors.put("teacherDistance." + modality, distance);
                distilled += weightNow() * distance;
            }
        }
        double whole = distilled + stage.losses().getOrDefault(ObjectiveStage.JOINT, 0.0);
        monitors.put("distillationShare", whole == 0 ? 0 : distilled / whole);
    }

    @Override
    public void after(AfterStage stage) {
        teachers.after(stage, updates);
        updates++;
    }

    @Override
    public void onDrift(DriftSignal signal) {
        if (teachers.learn()) {
            updates = 0;
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        state.put("updates", updates);
        teachers.writeState(state.part("teachers"));
    }

    @Override
    public void readState(MethodState state) {
        updates = state.whole("updates");
        teachers.readState(state.part("teachers"));
    }

    @Override
    public void close() {
        teachers.close();
    }

    /** Makes {@code umt}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "umt",
                    SurveyStage.OBJECTIVE,
                    "Encoders imitate teachers that learn every modality alone (arXiv 2305.01233).",
                    OPTIONS,
                    1);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Umt(options);
        }
    }
}
