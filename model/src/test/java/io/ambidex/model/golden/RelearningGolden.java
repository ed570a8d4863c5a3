/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.optimization.ClusterPurity;
import io.ambidex.model.balancing.optimization.KMeans;
import io.ambidex.model.balancing.optimization.Relearning;
import io.ambidex.model.learning.StepReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code relearning.json}: a diagnosis from given starting centroids, and tables. */
final class RelearningGolden implements GoldenMethod {
    @Override
    public String name() {
        return "relearning";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode one : file.get("cases")) {
            String name = one.get("name").asText();
            if (!name.startsWith("official")) {
                throw GoldenCase.unknown(name);
            }
            cases.add(GoldenCase.mustMatch(name, p -> new Run(file, one, p).all()));
        }
        JsonNode tables = file.get("function_tables");
        cases.add(GoldenCase.mustMatch("purity table", p -> purities(tables.get("purity"), p)));
        cases.add(GoldenCase.mustMatch("alpha table", p -> shares(tables.get("alpha"), p)));
        return cases;
    }

    private static void purities(JsonNode table, Precision precision) {
        for (JsonNode row : table) {
            precision.check(
                    row.toString(),
                    ClusterPurity.of(classes(row.get("labels")), classes(row.get("clusters"))),
                    row.get("purity").asDouble());
        }
    }

    private static void shares(JsonNode table, Precision precision) {
        for (JsonNode row : table) {
            precision.check(
                    row.toString(),
                    Relearning.share(row.get("move_lambda").asDouble(), row.get("gap").asDouble()),
                    row.get("alpha").asDouble());
        }
    }

    private static int[] classes(JsonNode list) {
        return Arrays.stream(GoldenTensor.of(list).data()).mapToInt(x -> (int) x).toArray();
    }

    private static double[][] rows(GoldenTensor tensor) {
        int width = tensor.data().length / tensor.rows();
        double[][] rows = new double[tensor.rows()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(tensor.data(), i * width, (i + 1) * width);
        }
        return rows;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** One case in one precision. */
    private record Run(JsonNode file, JsonNode one, Precision precision) {
        private List<String> modalities() {
            List<String> names = new ArrayList<>();
            file.get("data").get("modalities").forEach(name -> names.add(name.asText()));
            return names;
        }

        private static String prefix(boolean heldOut) {
            return heldOut ? "val" : "train";
        }

        /** The points at the places that the file names. */
        private double[][] starts(double[][] points, boolean heldOut) {
            return Arrays.stream(classes(one.get("start_centroid_indices").get(prefix(heldOut))))
                    .mapToObj(index -> points[index])
                    .toArray(double[][]::new);
        }

        void all() {
            for (String modality : modalities()) {
                clusters(modality, false);
                clusters(modality, true);
            }
            training();
        }

        private void clusters(String modality, boolean heldOut) {
            String set = prefix(heldOut) + "_" + modality;
            double[][] points =
                    ClusterPurity.scaled(rows(GoldenTensor.of(one.get("features").get(set))));
            precision.check(
                    set + " scaled",
                    flat(points),
                    GoldenTensor.of(one.get("scaled").get(set)).data());
            KMeans.Clustering found = KMeans.lloyd(points, starts(points, heldOut));
            JsonNode expected = one.get("kmeans").get(set);
            if (!Arrays.equals(found.clusters(), classes(expected.get("labels")))) {
                throw new AssertionError(set + ": clusters " + Arrays.toString(found.clusters()));
            }
            precision.check(
                    set + " centroids",
                    flat(found.centroids()),
                    GoldenTensor.of(expected.get("centroids")).data());
            precision.check(set + " inertia", found.inertia(), expected.get("inertia").asDouble());
        }

        private void training() {
            JsonNode data = file.get("data");
            JsonNode hyper = one.get("hyper");
            JsonNode train = data.get("train_batches");
            GoldenNetwork network =
                    GoldenNetwork.ofParameters(
                            modalities(), GoldenTensor.named(data.get("init")), train.get(0));
            GoldenLearner.Sgd sgd = GoldenLearner.Sgd.ofHyper(hyper);
            try (GoldenLearner learner =
                    new GoldenLearner(network, method(hyper, train.size()), sgd, precision)) {
                for (JsonNode batch : data.get("val_batches")) {
                    network.batch(batch, batch.get("label"))
                            .examples()
                            .forEach(learner.learner()::holdOut);
                }
                StepReport report = null;
                for (JsonNode batch : train) {
                    report = learner.step(network.batch(batch, batch.get("label")));
                }
                checkDiagnosis(report);
                learner.check(
                        "after the reset",
                        learner.recorder.parametersAfter,
                        GoldenTensor.named(one.get("param_after_reinit")));
                JsonNode first = train.get(0);
                learner.step(network.batch(first, first.get("label")));
                learner.check(
                        "after the next step",
                        learner.recorder.parametersAfter,
                        GoldenTensor.named(one.get("param_after_next_step")));
            }
        }

        private Relearning method(JsonNode hyper, int steps) {
            Map<String, String> options =
                    Map.of(
                            "strength",
                            hyper.get("move_lambda").asText(),
                            "diagnosisSteps",
                            Integer.toString(steps),
                            "forgetAbove",
                            "1",
                            "equalSizes",
                            "false");
            return new Relearning(
                    MethodOptions.parse("relearning", new Relearning.Provider().options(), options),
                    (points, clusters, modality, heldOut, random) -> {
                        String set = prefix(heldOut) + "_" + modalities().get(modality);
                        precision.check(
                                set + " in the learner",
                                flat(points),
                                GoldenTensor.of(one.get("scaled").get(set)).data());
                        return KMeans.lloyd(points, starts(points, heldOut)).clusters();
                    });
        }

        private void checkDiagnosis(StepReport report) {
            Map<String, Double> monitors = report.methodMonitors();
            JsonNode purity = one.get("purity");
            for (String m : modalities()) {
                precision.check(
                        "purity of trained " + m,
                        monitors.get("purityTrained." + m),
                        purity.get("train_" + m).asDouble());
                precision.check(
                        "purity of held-out " + m,
                        monitors.get("purityHeldOut." + m),
                        purity.get("val_" + m).asDouble());
                precision.check(
                        "gap of " + m,
                        monitors.get("purityGap." + m),
                        one.get("purity_gap").get(m).asDouble());
                precision.check(
                        "share of " + m,
                        monitors.get("resetShare." + m),
                        one.get("alpha").get(m).asDouble());
            }
        }
    }
}
