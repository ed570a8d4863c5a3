/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.InputStage;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.learning.MiniBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sample-level modality valuation: measures for every example what each modality contributes to a
 * right answer, and brings the example back for the modalities that contribute too little. Wei et
 * al., arXiv 2309.06255; formulas after the released code.
 *
 * <p>Before a step its fresh examples are encoded in evaluation mode and valued by {@link
 * ModalityValues}, phi (B, M). What happens then depends on the level:
 *
 * <ul>
 *   <li>{@code level=sample} (default): {@link ResamplingRule#copies} replays of every example for
 *       every modality, {@code 2 (1 - phi)} of them with two modalities;
 *   <li>{@code level=modality}: with an exponential average of phi over examples and W steps, every
 *       example is replayed once for the weakest modality with the probability of {@link
 *       ResamplingRule#probability}.
 * </ul>
 *
 * <p>A replay keeps one modality: the others count as missing, so that the encoder of that
 * modality, its columns of the head and the bias are trained by the joint loss. Replays wait in a
 * {@link ReplayQueue}; a step takes at most {@code r B} of them beside its fresh examples. One
 * whose valuation is older than E steps is valued again and left out if {@code phi >= 1} by then.
 * Nothing happens during the warm-up, nor for examples without label.
 *
 * <p>State: the queue and the averages. Cost: one pass of the encoders in evaluation mode, 2^M - 1
 * products of features and head, and the training of the replays. Memory: the queue.
 */
public final class SampleValuation implements BalancingMethod {
    private final boolean bySample;
    private final double share;
    private final long warmUp;
    private final long revalue;
    private final double alpha;
    private final String shape;
    private final ReplayQueue queue;
    private final MeanContributions averages;
    private final Map<String, Double> monitors = new LinkedHashMap<>();
    private List<MiniBatch.Example> valued = List.of();
    private double[][] values = new double[0][];
    private int taken;

    /**
     * @param options of {@code sample-valuation}
     */
    public SampleValuation(MethodOptions options) {
        bySample = options.get(SampleValuationOptions.LEVEL).equals(SampleValuationOptions.SAMPLE);
        share = options.get(SampleValuationOptions.SHARE);
        warmUp = options.get(SampleValuationOptions.WARM_UP);
        revalue = options.get(SampleValuationOptions.REVALUE);
        alpha = options.get(SampleValuationOptions.ALPHA);
        shape = options.get(SampleValuationOptions.SHAPE);
        queue =
                new ReplayQueue(
                        Math.toIntExact(options.get(SampleValuationOptions.CAPACITY)),
                        SampleValuationOptions.bytes(
                                options.get(SampleValuationOptions.MEBIBYTES)));
        averages = new MeanContributions(options.get(SampleValuationOptions.AVERAGE));
    }

    @Override
    public MiniBatch selectExamples(InputStage stage) {
        monitors.clear();
        valued = List.of();
        taken = 0;
        if (stage.step() <= warmUp) {
            return stage.fresh();
        }
        value(stage);
        List<ReplayQueue.Token> waiting = queue.first((int) (share * stage.fresh().size()));
        taken = waiting.size();
        // The order within a batch changes nothing, so that the replays simply follow.
        List<MiniBatch.Example> examples = new ArrayList<>(stage.fresh().examples());
        needed(stage, waiting).forEach(token -> examples.add(token.masked()));
        int replayed = examples.size() - stage.fresh().size();
        monitors.put("valuation.replayed", (double) replayed);
        monitors.put("valuation.discarded", (double) (taken - replayed));
        return replayed == 0 ? stage.fresh() : MiniBatch.of(stage.fresh().modalities(), examples);
    }

    private void value(InputStage stage) {
        valued =
                stage.fresh().examples().stream()
                        .filter(example -> !example.replayed() && example.label() >= 0)
                        .toList();
        if (valued.isEmpty()) {
            return;
        }
        try (EvaluationPass pass = stage.evaluate(valued)) {
            values = ModalityValues.of(pass, stage.random());
        }
        double[] means = MeanContributions.of(values, stage.modalities().size());
        double[] smoothed = averages.with(means);
        for (int m = 0; m < means.length; m++) {
            String modality = stage.modalities().get(m);
            monitors.put("contribution." + modality, means[m]);
            monitors.put("meanContribution." + modality, smoothed[m]);
        }
        monitors.values().removeIf(figure -> Double.isNaN(figure));
    }

    /** Without those that are used enough by now. */
    private List<ReplayQueue.Token> needed(InputStage stage, List<ReplayQueue.Token> tokens) {
        List<MiniBatch.Example> again = new ArrayList<>();
        int[] rows = new int[tokens.size()];
        for (int i = 0; i < rows.length; i++) {
            ReplayQueue.Token token = tokens.get(i);
            rows[i] = -1;
            if (stage.step() - token.valuedAt() > revalue) {
                // Tokens of one example follow each other.
                boolean same =
                        i > 0 && rows[i - 1] >= 0 && tokens.get(i - 1).example() == token.example();
                if (!same) {
                    again.add(token.example());
                }
                rows[i] = again.size() - 1;
            }
        }
        if (again.isEmpty()) {
            return tokens;
        }
        List<ReplayQueue.Token> left = new ArrayList<>();
        try (EvaluationPass pass = stage.evaluate(again)) {
            double[][] now = ModalityValues.of(pass, stage.random());
            for (int i = 0; i < rows.length; i++) {
                ReplayQueue.Token token = tokens.get(i);
                if (rows[i] < 0 || now[rows[i]][token.modality()] < 1) {
                    left.add(token);
                }
            }
        }
        return left;
    }

    @Override
    public void after(AfterStage stage) {
        if (stage.pass() > 0) {
            return;
        }
        queue.remove(taken);
        if (!valued.isEmpty()) {
            int modalities = stage.modalities().size();
            averages.advance(MeanContributions.of(values, modalities));
            if (bySample) {
                addBySample(stage.step(), modalities);
            } else {
                addByModality(stage.step(), modalities, stage.random());
            }
        }
        monitors.put("valuation.waiting", (double) queue.size());
    }

    private void addBySample(long step, int modalities) {
        for (int i = 0; i < valued.size(); i++) {
            int[] copies = new int[modalities];
            for (int m = 0; m < modalities; m++) {
                copies[m] = ResamplingRule.copies(values[i][m]);
            }
            queue.add(valued.get(i), step, copies);
        }
    }

    private void addByModality(long step, int modalities, StepRandom random) {
        double[] means = averages.values();
        int weakest = ResamplingRule.weakest(means);
        double probability = ResamplingRule.probability(means, alpha, shape);
        monitors.put("valuation.replayProbability", Math.min(1, probability));
        for (int i = 0; i < valued.size(); i++) {
            boolean has = valued.get(i).media().get(weakest) != null;
            if (has && random.uniform("valuation-replay", i) < probability) {
                int[] copies = new int[modalities];
                copies[weakest] = 1;
                queue.add(valued.get(i), step, copies);
            }
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    @Override
    public void writeState(MethodState state) {
        queue.writeState(state.part("queue"));
        averages.writeState(state);
    }

    @Override
    public void readState(MethodState state) {
        queue.readState(state.part("queue"));
        averages.readState(state);
    }

    /** Makes {@code sample-valuation}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "sample-valuation",
                    SurveyStage.DATA_INPUT,
                    "Brings an example back for the modalities that contribute too little to its"
                            + " right answer (arXiv 2309.06255).",
                    SampleValuationOptions.ALL,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new SampleValuation(options);
        }
    }
}
