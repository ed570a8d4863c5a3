/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ReservoirOptions;
import io.ambidex.model.balancing.ReservoirSpec;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.MiniBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Diagnosing and re-learning: an encoder whose features tell the classes of trained examples much
 * better apart than those of held-out ones has learned too much, and is moved part of the way back
 * to its first weights. Wei et al., arXiv 2407.09705.
 *
 * <p>Every H updates, for each modality m:
 *
 * <pre>{@code
 * P     = 1/N sum over clusters of the largest class count in the cluster      (k-means, C clusters)
 * a_m   = tanh(lambda |P_trained - P_heldOut|)                                 in [0, 1)
 * w_m  <- (1 - a_m) w_m + a_m w_m(first)                                       every parameter of encoder m
 * }</pre>
 *
 * <p>Features (N, D_m) are those of the present weights in evaluation mode, every column scaled to
 * [-1, 1]. The head and the running statistics stay. Trained examples come from the replay
 * reservoir, the others from the held-out one, as many of each. A modality with fewer examples than
 * classes is left alone; examples that lack it are left out. The first weights are those with which
 * the method began; they are part of the state, with the number of updates and the latest resets.
 *
 * <p>On a stream the number of resets is limited per period, and the optimizer forgets an encoder
 * that was moved far: its momentum points away from the new weights. {@code resetPeriodSteps=0,
 * forgetAbove=1, equalSizes=false} is the published form. Cost, every H updates: an evaluation of
 * both reservoirs, and k-means with N C D per iteration, run and modality, on the host. Memory: the
 * reservoirs and one more copy of the encoders.
 */
public final class Relearning implements BalancingMethod {

    /** Finds clusters; tests give the starting centroids. */
    public interface Clusterer {
        /**
         * @param points (N, D), scaled
         * @param clusters C
         * @param modality index of the modality
         * @param heldOut whether these are held-out examples
         */
        int[] cluster(
                double[][] points,
                int clusters,
                int modality,
                boolean heldOut,
                CounterRandom random);
    }

    private record Features(double[][] rows, int[] labels) {
        Features first(int count) {
            double[][] some = Arrays.copyOf(rows, count);
            return new Features(some, Arrays.copyOf(labels, count));
        }
    }

    private final MethodOptions options;
    private final Clusterer clusterer;
    private final double strength;
    private final long interval;
    private final ResetBudget budget;
    private final double forgetAbove;
    private final boolean equalSizes;
    private MethodContext context;
    private EncoderAnchors first;
    private long updates;
    private final Map<String, Double> diagnosis = new LinkedHashMap<>();

    /** With seeded k-means++ and restarts. */
    public Relearning(MethodOptions options) {
        this(options, restarting(Math.toIntExact(options.get(RelearningOptions.RESTARTS))));
    }

    /**
     * @param options of {@code relearning}
     * @param clusterer finds clusters
     */
    public Relearning(MethodOptions options, Clusterer clusterer) {
        this.options = options;
        this.clusterer = clusterer;
        strength = options.get(RelearningOptions.STRENGTH);
        interval = options.get(RelearningOptions.INTERVAL);
        budget =
                new ResetBudget(
                        Math.toIntExact(options.get(RelearningOptions.MOST_RESETS)),
                        options.get(RelearningOptions.RESET_PERIOD));
        forgetAbove = options.get(RelearningOptions.FORGET_ABOVE);
        equalSizes = options.get(RelearningOptions.EQUAL_SIZES);
    }

    private static Clusterer restarting(int restarts) {
        return (points, clusters, modality, heldOut, random) ->
                KMeans.best(points, clusters, restarts, random).clusters();
    }

    @Override
    public ReservoirSpec reservoirs() {
        return new ReservoirSpec(
                options.get(RelearningOptions.HELD_OUT_SHARE),
                Math.toIntExact(options.get(RelearningOptions.HELD_OUT_CAPACITY)),
                Math.toIntExact(options.get(RelearningOptions.REPLAY_CAPACITY)),
                options.get(ReservoirOptions.RECENCY),
                ReservoirOptions.bytes(options.get(ReservoirOptions.MEBIBYTES)));
    }

    @Override
    public void open(MethodContext opened) {
        context = opened;
        first = new EncoderAnchors(opened);
    }

    @Override
    public void after(AfterStage stage) {
        if (stage.pass() > 0) {
            return;
        }
        diagnosis.clear();
        updates++;
        if (updates % interval == 0 && budget.allows(updates)) {
            double[] shares = diagnose(stage);
            if (moveBack(stage, shares)) {
                budget.spend(updates);
            }
        }
    }

    /** The share a_m by which every encoder is to be moved back. */
    private double[] diagnose(AfterStage stage) {
        List<MiniBatch.Example> trained = labelled(stage.replay());
        List<MiniBatch.Example> heldOut = labelled(stage.heldOut());
        double[] shares = new double[stage.modalities().size()];
        if (equalSizes) {
            int size = Math.min(trained.size(), heldOut.size());
            trained = sample(trained, size, stage.random().sequence("relearning-trained"));
            heldOut = sample(heldOut, size, stage.random().sequence("relearning-heldOut"));
        }
        if (trained.isEmpty() || heldOut.isEmpty()) {
            return shares;
        }
        List<Features> ofTrained = features(stage, trained);
        List<Features> ofHeldOut = features(stage, heldOut);
        for (int m = 0; m < shares.length; m++) {
            shares[m] = share(stage, m, ofTrained.get(m), ofHeldOut.get(m));
        }
        return shares;
    }

    private double share(AfterStage stage, int modality, Features trained, Features heldOut) {
        int clusters = stage.network().spec().classes().size();
        int least = Math.min(trained.rows().length, heldOut.rows().length);
        if (least < clusters) {
            return 0;
        }
        double ofTrained =
                purity(stage, modality, false, equalSizes ? trained.first(least) : trained);
        double ofHeldOut =
                purity(stage, modality, true, equalSizes ? heldOut.first(least) : heldOut);
        double gap = Math.abs(ofTrained - ofHeldOut);
        String name = stage.modalities().get(modality);
        diagnosis.put("purityTrained." + name, ofTrained);
        diagnosis.put("purityHeldOut." + name, ofHeldOut);
        diagnosis.put("purityGap." + name, gap);
        return share(strength, gap);
    }

    /**
     * {@code tanh(lambda gap)}, the share of the way back to the first weights.
     *
     * @param strength lambda, not negative
     * @param gap absolute difference of two purities
     */
    public static double share(double strength, double gap) {
        return Math.tanh(strength * gap);
    }

    private double purity(AfterStage stage, int modality, boolean heldOut, Features features) {
        int clusters = stage.network().spec().classes().size();
        CounterRandom random =
                stage.random().sequence("relearning-clusters/" + modality + "/" + heldOut);
        double[][] points = ClusterPurity.scaled(features.rows());
        int[] found = clusterer.cluster(points, clusters, modality, heldOut, random);
        return ClusterPurity.of(features.labels(), found);
    }

    private boolean moveBack(AfterStage stage, double[] shares) {
        boolean moved = false;
        for (int m = 0; m < shares.length; m++) {
            String name = stage.modalities().get(m);
            diagnosis.put("resetShare." + name, shares[m]);
            if (shares[m] > 0) {
                moved = true;
                first.pullParameters(stage.lists(), m, shares[m]);
                if (shares[m] > forgetAbove) {
                    stage.forget(stage.network().encoderParameters(name).names());
                }
            }
        }
        return moved;
    }

    private static List<MiniBatch.Example> labelled(List<MiniBatch.Example> examples) {
        return examples.stream().filter(example -> example.label() >= 0).toList();
    }

    private static List<MiniBatch.Example> sample(
            List<MiniBatch.Example> examples, int size, CounterRandom random) {
        if (examples.size() == size) {
            return examples;
        }
        int[] order = random.permutation(examples.size());
        List<MiniBatch.Example> some = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            some.add(examples.get(order[i]));
        }
        return some;
    }

    /** Per modality, the features and labels of the examples that have it. */
    private static List<Features> features(AfterStage stage, List<MiniBatch.Example> examples) {
        List<Features> features = new ArrayList<>();
        try (EvaluationPass pass = stage.evaluate(examples)) {
            for (int m = 0; m < stage.modalities().size(); m++) {
                double[] values = HostValues.of(pass.features(m));
                int width = values.length / examples.size();
                List<double[]> rows = new ArrayList<>();
                List<Integer> labels = new ArrayList<>();
                for (int i = 0; i < examples.size(); i++) {
                    if (pass.batch().isPresent(i, m)) {
                        rows.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
                        labels.add(examples.get(i).label());
                    }
                }
                features.add(
                        new Features(
                                rows.toArray(double[][]::new),
                                labels.stream().mapToInt(Integer::intValue).toArray()));
            }
        }
        return features;
    }

    @Override
    public Map<String, Double> monitors() {
        Map<String, Double> all = new LinkedHashMap<>(diagnosis);
        all.put("resets", (double) budget.spent());
        return all;
    }

    @Override
    public void writeState(MethodState state) {
        first.writeState(state.part("first"));
        state.put("updates", updates);
        budget.writeState(state.part("resets"));
    }

    @Override
    public void readState(MethodState state) {
        first.readState(state.part("first"), context.lists());
        updates = state.whole("updates");
        budget.readState(state.part("resets"));
    }

    /** Makes {@code relearning}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "relearning",
                    SurveyStage.OPTIMIZATION,
                    "Moves an encoder part of the way back to its first weights when it has learned"
                            + " its training examples too well (arXiv 2407.09705).",
                    RelearningOptions.ALL,
                    1);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Relearning(options);
        }
    }
}
