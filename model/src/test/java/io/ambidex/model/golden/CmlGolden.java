/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.objective.Cml;
import io.ambidex.model.balancing.objective.ConfidenceHinge;
import io.ambidex.model.engine.TorchRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code cml.json}: training with recorded orders of removal, and the hinge alone. */
final class CmlGolden implements GoldenMethod {
    @Override
    public String name() {
        return "cml";
    }

    @Override
    public List<GoldenCase> cases(JsonNode file) {
        return GoldenCase.all(file, CmlGolden::judge);
    }

    private static GoldenCase judge(GoldenCase.Described one) {
        if (one.variant().equals("balancebenchmark")) {
            return one.informationOnly("the toolkit's hinge on the batch lets violations cancel");
        }
        if (one.isTraining()) {
            return one.mustMatch(p -> train(new TrainingCase(one.json()), p));
        }
        if (one.name().equals("hinge_flavours")) {
            return one.mustMatch(p -> hinges(one.json(), p));
        }
        throw one.unknown();
    }

    private static void train(TrainingCase one, Precision precision) {
        Cml.Draws recorded =
                (random, modalities) -> {
                    JsonNode order =
                            one.one()
                                    .get("steps")
                                    .get((int) random.step() - 1)
                                    .get("recorded")
                                    .get("order");
                    int[] indices = new int[modalities];
                    Arrays.setAll(indices, i -> one.modalities().indexOf(order.get(i).asText()));
                    return indices;
                };
        Map<String, String> options = Map.of("lambda", one.hyper("lambda"));
        Cml method = new Cml(TrainingCase.options(new Cml.Provider(), options), recorded);
        one.run(method, precision, CmlGolden::check);
    }

    private static void check(TrainingCase.Seen seen, JsonNode expected) {
        Map<String, Double> losses = seen.report().losses();
        JsonNode chain = expected.get("loss_ce");
        for (int k = 0; k < chain.size(); k++) {
            int size = chain.size() - k;
            String name = k == 0 ? ObjectiveStage.JOINT : Cml.coalition(size);
            seen.check(name, losses.get(name), chain.get(k));
        }
        JsonNode hinges = expected.get("hinge");
        for (int k = 0; k < hinges.size(); k++) {
            String name = Cml.hinge(hinges.size() - k);
            seen.check(name, losses.get(name), hinges.get(k));
        }
    }

    /** The column that is recommended; the others are of codes that contradict each other. */
    private static void hinges(JsonNode one, Precision precision) {
        for (JsonNode item : one.get("items")) {
            try (NDManager manager = TorchRuntime.newManager(TorchRuntime.device("cpu"));
                    ConfidenceHinge hinge = new ConfidenceHinge(manager)) {
                NDArray more = tensor(manager, item.get("logits_more"), precision);
                NDArray fewer = tensor(manager, item.get("logits_fewer"), precision);
                NDArray rows = manager.ones(new Shape(more.getShape().get(0)), more.getDataType());
                precision.check(
                        "hinge",
                        HostValues.of(hinge.sum(more, fewer, rows))[0],
                        item.get("hinge_recommended_sum").asDouble());
            }
        }
    }

    private static NDArray tensor(NDManager manager, JsonNode node, Precision precision) {
        return precision.tensor(GoldenTensor.of(node)).toDevice(manager);
    }
}
