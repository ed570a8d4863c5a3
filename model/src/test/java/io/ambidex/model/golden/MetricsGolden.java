/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.objective.Joint;
import io.ambidex.model.learning.Evaluation;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.CoalitionScores;
import io.ambidex.model.monitoring.ConfusionMatrix;
import io.ambidex.model.monitoring.DiscrepancyRatio;
import io.ambidex.model.monitoring.FisherTrace;
import io.ambidex.model.monitoring.ImbalanceDegree;
import io.ambidex.model.monitoring.SplitScores;
import io.ambidex.model.network.NetworkComplexity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code metrics.json}: Shapley contributions, F1, Fisher traces, operation counts and scores. */
final class MetricsGolden implements GoldenMethod {
    private static final GoldenLearner.Sgd ANY = new GoldenLearner.Sgd(0.1, 0, 0);

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            if (name.startsWith("shapley_accuracy")) {
                cases.add(GoldenCase.mustMatch(name, p -> shapley(file, one, p)));
            } else if (name.startsWith("fisher_trace")) {
                cases.add(GoldenCase.mustMatch(name, p -> fisher(file, one, p)));
            } else if (name.startsWith("complexity")) {
                cases.add(GoldenCase.mustMatch(name, p -> complexity(file, one, p)));
            } else if (name.startsWith("discrepancy_scores")) {
                cases.add(GoldenCase.mustMatch(name, p -> scores(one, p)));
            } else {
                throw GoldenCase.unknown(name);
            }
        }
        return cases;
    }

    private static JsonNode data(JsonNode file, String name) {
        return file.get("data").get(name);
    }

    private static GoldenNetwork network(JsonNode data) {
        List<String> modalities = new ArrayList<>();
        data.get("modalities").forEach(node -> modalities.add(node.asText()));
        return GoldenNetwork.ofParameters(
                modalities,
                GoldenTensor.named(data.get("params")),
                data.get("eval_batches").get(0));
    }

    private static List<MiniBatch> batches(JsonNode data, GoldenNetwork network) {
        List<MiniBatch> batches = new ArrayList<>();
        data.get("eval_batches").forEach(b -> batches.add(network.batch(b, b.get("label"))));
        return batches;
    }

    private static void shapley(JsonNode file, JsonNode one, Precision precision) {
        JsonNode data = data(file, one.get("data").asText());
        GoldenNetwork network = network(data);
        List<String> modalities = network.spec().modalityNames();
        try (GoldenLearner learner = new GoldenLearner(network, new Joint(), ANY, precision)) {
            List<MiniBatch> batches = batches(data, network);
            CoalitionScores scores = learner.learner().coalitions(batches);
            one.get("coalition")
                    .properties()
                    .forEach(
                            e ->
                                    coalition(
                                            e.getKey(),
                                            e.getValue(),
                                            modalities,
                                            scores,
                                            precision));
            double[] contributions = scores.contributions();
            for (int m = 0; m < contributions.length; m++) {
                precision.check(
                        "shapley " + modalities.get(m),
                        contributions[m],
                        one.get("shapley").get(modalities.get(m)).asDouble());
            }
            degree(one.get("imbalance_degree"), contributions, precision);
            sampleLevel(one.get("sample_level"), scores, precision);
            fullModel(one.get("full_model_metrics"), learner, batches, precision);
        }
    }

    private static void coalition(
            String members,
            JsonNode expected,
            List<String> modalities,
            CoalitionScores scores,
            Precision precision) {
        int coalition = 0;
        for (String member : members.equals("empty") ? new String[0] : members.split("\\+")) {
            coalition |= 1 << modalities.indexOf(member);
        }
        double[] predictions = new double[scores.labels().length];
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = scores.predicted()[coalition][i];
        }
        precision.check(members, predictions, GoldenTensor.numbers(expected.get("predictions")));
        precision.check(members, scores.accuracy(coalition), expected.get("accuracy").asDouble());
        precision.check(
                members,
                scores.crossEntropies()[coalition],
                expected.get("mean_cross_entropy").asDouble());
    }

    private static void degree(JsonNode expected, double[] contributions, Precision precision) {
        ImbalanceDegree degree = ImbalanceDegree.of(contributions);
        precision.check(
                "degree", degree.meanPairwiseGap(), expected.get("mean_pairwise_gap").asDouble());
        precision.check("range", degree.range(), expected.get("max_minus_min").asDouble());
        precision.check(
                "normalised degree", degree.normalised(), expected.get("normalised").asDouble());
    }

    private static void sampleLevel(
            JsonNode expected, CoalitionScores scores, Precision precision) {
        for (int i = 0; i < scores.labels().length; i++) {
            precision.check(
                    "shapley of sample " + i,
                    scores.contributions(i),
                    GoldenTensor.numbers(expected.get("values").get(i)));
        }
    }

    private static void fullModel(
            JsonNode expected,
            GoldenLearner learner,
            List<MiniBatch> batches,
            Precision precision) {
        List<String> outputs = new ArrayList<>();
        expected.get("accuracy").fieldNames().forEachRemaining(outputs::add);
        for (String output : outputs) {
            ConfusionMatrix matrix =
                    new ConfusionMatrix(learner.learner().networkSpec().classes().size());
            for (MiniBatch batch : batches) {
                Evaluation evaluation = learner.learner().evaluate(batch);
                matrix.add(
                        batch.labels(),
                        output.equals("output")
                                ? evaluation.predicted()
                                : evaluation.predicted(output));
            }
            precision.check(
                    "accuracy of " + output,
                    matrix.accuracy(),
                    expected.get("accuracy").get(output).asDouble());
            precision.check(
                    "macro F1 of " + output,
                    matrix.macroF1(),
                    expected.get("macro_f1").get(output).asDouble());
        }
    }

    private static void fisher(JsonNode file, JsonNode one, Precision precision) {
        String dataName = one.get("data").asText();
        JsonNode data = data(file, dataName.split(",")[0]);
        GoldenNetwork network = network(data);
        try (GoldenLearner learner = new GoldenLearner(network, new Joint(), ANY, precision)) {
            MiniBatch batch = batches(data, network).get(0);
            Map<String, FisherTrace> traces = learner.learner().fisherTraces(batch);
            learner.step(batch);
            for (String modality : network.spec().modalityNames()) {
                JsonNode expected = one.get("per_modality").get(modality);
                FisherTrace trace = traces.get(modality);
                precision.check(
                        modality + " batch gradient",
                        trace.batchGradient(),
                        expected.get("batch_gradient_squared_norm_all_parameters").asDouble());
                precision.check(
                        modality + " per sample",
                        trace.perExample(),
                        GoldenTensor.numbers(expected.get("per_sample_squared_norm")));
                precision.check(
                        modality + " empirical",
                        trace.empirical(),
                        expected.get("empirical_fisher_trace").asDouble());
                precision.check(
                        modality + " model",
                        trace.model(),
                        expected.get("model_fisher_trace").asDouble());
                weightTensors(learner, modality, expected, precision);
            }
        }
    }

    /** Sums over the gradients that the learner's step saw. */
    private static void weightTensors(
            GoldenLearner learner, String modality, JsonNode expected, Precision precision) {
        double weights = 0;
        double means = 0;
        List<String> names = new ArrayList<>();
        expected.get("squared_norm_per_weight_tensor").fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String ours = modality + "_net" + name.substring(name.indexOf('.'));
            double[] gradient = learner.recorder.rawGradients.get(ours);
            double squared = 0;
            for (double value : gradient) {
                squared += value * value;
            }
            precision.check(
                    name,
                    squared,
                    expected.get("squared_norm_per_weight_tensor").get(name).asDouble());
            if (name.endsWith("weight")) {
                weights += squared;
                means += squared / gradient.length;
            }
        }
        precision.check(
                modality + " weight tensors",
                weights,
                expected.get("batch_gradient_squared_norm_weight_tensors_only").asDouble());
        precision.check(
                modality + " layer means",
                means,
                expected.get("inforeg_code_style_sum_of_layer_means").asDouble());
    }

    private static void complexity(JsonNode file, JsonNode one, Precision precision) {
        // The case names its network by the parameters it counts.
        JsonNode data = null;
        for (JsonNode candidate : file.get("data")) {
            if (GoldenTensor.named(candidate.get("params")).keySet().equals(names(one))) {
                data = candidate;
            }
        }
        if (data == null) {
            throw new AssertionError("no data with these parameters");
        }
        GoldenNetwork network = network(data);
        NetworkComplexity complexity = NetworkComplexity.of(network.spec());
        one.get("macs_per_sample")
                .properties()
                .forEach(
                        e -> {
                            String ours =
                                    e.getKey().contains(".")
                                            ? e.getKey().replaceFirst("\\.", "_net.")
                                            : e.getKey();
                            precision.check(
                                    e.getKey(),
                                    complexity.multiplyAccumulates().get(ours),
                                    e.getValue().asDouble());
                        });
        precision.check(
                "all operations",
                complexity.totalMultiplyAccumulates(),
                one.get("total_macs").asDouble());
        one.get("parameters")
                .properties()
                .forEach(
                        e ->
                                precision.check(
                                        e.getKey(),
                                        complexity.parameters().get(network.ours().get(e.getKey())),
                                        e.getValue().asDouble()));
        precision.check(
                "all parameters",
                complexity.totalParameters(),
                one.get("total_parameters").asDouble());
    }

    private static java.util.Set<String> names(JsonNode one) {
        java.util.Set<String> names = new java.util.LinkedHashSet<>();
        one.get("parameters").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void scores(JsonNode one, Precision precision) {
        int number = 0;
        for (JsonNode row : one.get("rows")) {
            String place = "row " + number++ + " ";
            List<String> modalities = new ArrayList<>();
            row.get("unimodal_logits").fieldNames().forEachRemaining(modalities::add);
            SplitScores scores = splitScores(row, modalities);
            double[] means = new double[modalities.size()];
            for (int m = 0; m < means.length; m++) {
                means[m] = scores.meanProbability(m);
                String name = modalities.get(m);
                precision.check(
                        place + "score sum",
                        scores.sumProbability(m),
                        row.get("score_sum").get(name).asDouble());
                precision.check(
                        place + "mean probability",
                        means[m],
                        row.get("mean_probability").get(name).asDouble());
                precision.check(
                        place + "mean log probability",
                        scores.meanLogProbability(m),
                        row.get("mean_log_prob").get(name).asDouble());
                precision.check(
                        place + "gap",
                        scores.lead(m),
                        row.get("inforeg_gap_paper").get(name).asDouble());
            }
            double[] ratios = DiscrepancyRatio.of(means);
            for (int m = 0; m < means.length; m++) {
                precision.check(
                        place + "ratio",
                        ratios[m],
                        row.get("discrepancy_ratio").get(modalities.get(m)).asDouble());
            }
            row.get("inforeg_gap_code_sum")
                    .properties()
                    .forEach(
                            e -> {
                                String[] pair = e.getKey().split("_minus_");
                                precision.check(
                                        place + e.getKey(),
                                        scores.sumProbability(modalities.indexOf(pair[0]))
                                                - scores.sumProbability(
                                                        modalities.indexOf(pair[1])),
                                        e.getValue().asDouble());
                            });
        }
    }

    private static SplitScores splitScores(JsonNode row, List<String> modalities) {
        double[] labels = GoldenTensor.numbers(row.get("labels"));
        int[] classes = new int[labels.length];
        double[][][] logits = new double[modalities.size()][labels.length][];
        for (int m = 0; m < logits.length; m++) {
            GoldenTensor values =
                    GoldenTensor.of(row.get("unimodal_logits").get(modalities.get(m)));
            int width = (int) values.shape()[1];
            for (int i = 0; i < labels.length; i++) {
                classes[i] = (int) labels[i];
                logits[m][i] =
                        java.util.Arrays.copyOfRange(values.data(), i * width, (i + 1) * width);
            }
        }
        return SplitScores.ofLogits(logits, classes);
    }
}
