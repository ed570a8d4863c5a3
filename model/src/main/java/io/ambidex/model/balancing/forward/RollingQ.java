/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.forward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.AttentionFusion;
import io.ambidex.model.network.AttentionReading;
import io.ambidex.model.network.AttentionShape;
import io.ambidex.model.network.NetworkSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the class token's query of an attention fusion, once or a few times, towards a direction
 * between the mean keys of the modalities, so that attention can again follow the quality of a
 * clip. Ni et al., arXiv 2506.11465, in a form for streams.
 *
 * <pre>{@code
 * c_m   = cos(q, mean key of m), averaged          trigger: max c - min c > beta at two checks running
 * alpha = softmax_m(-2 sigma c_m)                  two modalities: (1 + tanh(-sigma (c_1 - c_2))) / 2
 * t     = sum_m alpha_m k_m / |k_m|,  |t| = |q|
 * R    <- R_new R,   R_new q = t                   the smallest such rotation, per head
 * }</pre>
 *
 * Mean keys and cosines are exponential averages over batches with bias correction, from tokens
 * that are there. A check falls on every {@code window} steps, after the warm-up and not within two
 * windows of the last rotation. If the loss of the next {@code guardSteps} steps is worse than that
 * before by more than {@code tolerance}, the rotation is taken back and the pause doubled.
 *
 * <p>{@code published}: at the end of a window the cosines of its last mini-batch decide, at once,
 * and the keys are those of the window's mini-batches seen again in evaluation mode, a mean of
 * their means; no guard and no pause.
 *
 * <p>The network gets the fusion {@code attention} with the option {@code rotation}, or keeps its
 * own with that option. R is not trained; it is saved with the network, and folded into the query's
 * weights in every model version. Monitors: cosines and their spread, the {@code rotations} made
 * and how many of them were {@code rolledBack}. State: the averages, the guard, and published the
 * kept batches. Cost: keys of a step once more, O(d^2) per rotation.
 */
public final class RollingQ implements BalancingMethod {
    private final boolean published;
    private final double beta;
    private final double sigma;
    private final long maxRotations;
    private final long window;
    private final long warmUpSteps;
    private final boolean withProbes;
    private final double decay;
    private final RotationGuard guard;
    private final KeptBatches kept;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private MethodContext context;
    private ClassTokenProbes probes;
    private KeyAverages averages;

    /** What the class token looked at in this step; null when it cannot tell. */
    private AttentionReading reading;

    private long steps;
    private long rotations;
    private long rolledBack;
    private long pauseUntil;
    private long pause;
    private boolean triggered;

    RollingQ(MethodOptions options) {
        published = options.get(RollingQOptions.VARIANT).equals("published");
        beta = options.get(RollingQOptions.BETA);
        sigma = options.get(RollingQOptions.SIGMA);
        maxRotations = options.get(RollingQOptions.MAX_ROTATIONS);
        window = options.get(RollingQOptions.WINDOW);
        warmUpSteps = options.get(RollingQOptions.WARM_UP);
        withProbes = options.get(RollingQOptions.PROBES);
        decay = options.get(RollingQOptions.DECAY);
        guard =
                new RotationGuard(
                        published ? 0 : Math.toIntExact(options.get(RollingQOptions.GUARD)),
                        options.get(RollingQOptions.TOLERANCE));
        kept = new KeptBatches(Math.toIntExact(options.get(RollingQOptions.KEPT)));
        pause = 2 * window;
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        Map<String, String> options = new LinkedHashMap<>();
        if (configured.fusion().equals(AttentionFusion.NAME)) {
            options.putAll(configured.fusionOptions());
        }
        options.put(AttentionFusion.ROTATION_OPTION, "true");
        return configured.withFusion(AttentionFusion.NAME, options);
    }

    @Override
    public void open(MethodContext opened) {
        context = opened;
        probes = withProbes ? new ClassTokenProbes(opened) : null;
        NDArray rotation = rotation();
        int heads = Math.toIntExact(rotation.getShape().get(0));
        int width = heads * Math.toIntExact(rotation.getShape().get(1));
        int modalities = opened.network().spec().modalities().size();
        averages = new KeyAverages(modalities, width, heads, decay);
    }

    private NDArray rotation() {
        return context.network().buffers().get(AttentionFusion.ROTATION);
    }

    @Override
    public void objective(ObjectiveStage stage) {
        if (stage.pass() == 0) {
            reading = stage.attention().orElse(null);
        }
        if (probes != null) {
            probes.addLosses(stage);
        }
    }

    @Override
    public void after(AfterStage stage) {
        if (stage.pass() > 0 || reading == null) {
            return;
        }
        monitors.clear();
        steps++;
        averages.add(reading);
        boolean check = steps % window == 0 && steps > warmUpSteps;
        if (published) {
            kept.add(stage.batch().examples());
            if (check) {
                publishedCheck(stage);
            }
            if (steps % window == 0) {
                kept.clear();
            }
        } else {
            streamCheck(stage, check);
        }
        report();
    }

    private void streamCheck(AfterStage stage, boolean check) {
        double loss =
                stage.losses()
                        .getOrDefault(
                                ObjectiveStage.JOINT,
                                stage.losses().values().stream().mapToDouble(v -> v).sum());
        double[] back = guard.add(loss);
        if (back != null) {
            write(stage, back);
            rolledBack++;
            averages.forgetCosines();
            pause *= 2;
            pauseUntil = steps + pause;
            triggered = false;
        }
        if (!check || steps < pauseUntil || guard.isWatching()) {
            return;
        }
        boolean exceeds = QueryRotation.spread(averages.cosines()) > beta;
        if (exceeds && triggered && rotations < maxRotations) {
            double[][][] keys = new double[reading.shape().heads()][][];
            double[][] cosines = new double[keys.length][];
            for (int head = 0; head < keys.length; head++) {
                keys[head] = averages.keys(head);
                cosines[head] = averages.cosines(head);
            }
            rotate(stage, reading.query(), keys, cosines);
        } else {
            triggered = exceeds;
        }
    }

    private void publishedCheck(AfterStage stage) {
        int modalities = stage.modalities().size();
        int heads = reading.shape().heads();
        double[] mean = new double[modalities];
        double[][] cosines = new double[heads][modalities];
        for (int m = 0; m < modalities; m++) {
            mean[m] = reading.cosine(m);
            for (int head = 0; head < heads; head++) {
                cosines[head][m] = reading.cosines(m)[head];
            }
        }
        if (QueryRotation.spread(mean) <= beta || rotations >= maxRotations) {
            return;
        }
        WindowKeys again = new WindowKeys(modalities, reading.shape());
        for (List<MiniBatch.Example> batch : kept.all()) {
            try (EvaluationPass pass = stage.evaluate(batch)) {
                NDList features = new NDList();
                for (int m = 0; m < modalities; m++) {
                    features.add(pass.features(m));
                }
                MiniBatch seen = pass.batch();
                NDArray presence =
                        stage.network().presence(pass.manager(), seen.size(), seen::isPresent);
                stage.network().attention(features, presence).ifPresent(again::add);
            }
        }
        rotate(stage, again.query(), again.keys(), cosines);
    }

    /** Turns every head whose target exists. */
    private void rotate(AfterStage stage, double[] query, double[][][] keys, double[][] cosines) {
        AttentionShape shape = reading.shape();
        int part = shape.headWidth();
        double[] before = HostValues.of(rotation());
        double[] after = before.clone();
        boolean turned = false;
        for (int head = 0; head < shape.heads(); head++) {
            double[] own = Arrays.copyOfRange(query, head * part, (head + 1) * part);
            double[] weights = QueryRotation.weights(cosines[head], sigma);
            Optional<double[]> rotation =
                    QueryRotation.target(own, keys[head], weights)
                            .flatMap(target -> QueryRotation.minimal(own, target));
            if (rotation.isPresent()) {
                int from = head * part * part;
                double[] old = Arrays.copyOfRange(before, from, from + part * part);
                double[] composed = QueryRotation.product(rotation.get(), old, part);
                System.arraycopy(composed, 0, after, from, composed.length);
                turned = true;
            }
        }
        triggered = false;
        if (!turned) {
            monitors.put("rollingq.skipped", 1.0);
            return;
        }
        write(stage, after);
        guard.watch(before);
        averages.forgetCosines();
        rotations++;
        pauseUntil = steps + pause;
    }

    private void write(AfterStage stage, double[] values) {
        NDArray live = rotation();
        Shape shape = live.getShape();
        try (NDArray doubles = live.getManager().create(values, shape);
                NDArray typed = doubles.toType(live.getDataType(), true)) {
            stage.lists().copy(new NDList(live), new NDList(typed));
        }
    }

    private void report() {
        double[] cosines = averages.cosines();
        List<String> modalities = context.network().spec().modalityNames();
        for (int m = 0; m < cosines.length; m++) {
            if (!Double.isNaN(cosines[m])) {
                monitors.put("rollingq.cosine." + modalities.get(m), cosines[m]);
            }
        }
        monitors.put("rollingq.spread", QueryRotation.spread(cosines));
        monitors.put("rollingq.rotations", (double) rotations);
        monitors.put("rollingq.rolledBack", (double) rolledBack);
    }

    @Override
    public void onDrift(DriftSignal signal) {
        averages.forget();
        guard.forget();
        triggered = false;
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        averages.writeState(state);
        guard.writeState(state.part("guard"));
        kept.writeState(state.part("kept"));
        state.put("steps", steps);
        state.put("rotations", rotations);
        state.put("rolledBack", rolledBack);
        state.put("pauseUntil", pauseUntil);
        state.put("pause", pause);
        state.put("triggered", triggered);
    }

    @Override
    public void readState(MethodState state) {
        averages.readState(state);
        guard.readState(state.part("guard"));
        kept.readState(state.part("kept"));
        steps = state.whole("steps");
        rotations = state.whole("rotations");
        rolledBack = state.whole("rolledBack");
        pauseUntil = state.whole("pauseUntil");
        pause = state.whole("pause");
        triggered = state.flag("triggered");
    }

    /** Makes {@code rollingq}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "rollingq",
                    SurveyStage.FEED_FORWARD,
                    "Turns the class token's query of an attention fusion between the keys of the"
                            + " modalities (arXiv 2506.11465).",
                    RollingQOptions.ALL,
                    2);
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.NETWORK);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new RollingQ(options);
        }
    }
}
