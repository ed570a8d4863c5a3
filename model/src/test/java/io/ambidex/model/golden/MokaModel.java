/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.engine.TorchRuntime;
import io.ambidex.model.network.AdapterLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The model of a golden MokA case around our adapters: clip by clip, so that a clip's tokens of a
 * role can lie anywhere. Text that is no instruction is adapted, but nobody reads from it.
 */
final class MokaModel implements AutoCloseable {
    private static final int PADDING = -1;

    private final JsonNode one;
    private final Precision precision;
    private final NDManager manager;
    private final Autograd autograd;
    private final AdapterLayer layer;
    private final NamedTensors trained = new NamedTensors();
    private final NDArray weight;
    private final NDArray bias;
    private final int roles;
    private final boolean anchored;
    private final boolean zeroKeys;
    private final int rank;
    private final int in;
    private final int out;

    private Map<String, double[]> gradients = Map.of();
    private double[] logits;
    private double[] layerOutput;
    private double[] lowRankTokens;
    private double[] crossedTokens;
    private double loss;

    MokaModel(JsonNode one, Precision precision) {
        this.one = one;
        this.precision = precision;
        manager = TorchRuntime.newManager(TorchRuntime.device("cpu"));
        autograd = new Autograd(manager);
        Map<String, GoldenTensor> initial = GoldenTensor.named(one.get("init"));
        weight = precision.tensor(initial.remove("W0")).toDevice(manager);
        bias = precision.tensor(initial.remove("b0")).toDevice(manager);
        initial.forEach(
                (name, values) -> {
                    NDArray tensor = precision.tensor(values).toDevice(manager);
                    tensor.setRequiresGradient(true);
                    trained.add(name, tensor);
                });
        roles = (int) initial.keySet().stream().filter(name -> name.matches("A\\d+")).count();
        rank = initial.get("A0").rows();
        in = (int) weight.getShape().get(1);
        out = (int) weight.getShape().get(0);
        anchored = !one.get("name").asText().startsWith("symmetric");
        boolean before = one.get("scale_position").asText().equals("before");
        // The official layer for three kinds of tokens takes the instruction as one slice.
        zeroKeys = anchored && before;
        layer =
                new AdapterLayer(
                        manager,
                        IntStream.range(0, roles).mapToObj(m -> "m" + m).toList(),
                        rank,
                        one.get("scale").asDouble(),
                        before,
                        one.get("cross_weight").asDouble(),
                        anchored,
                        in,
                        out);
    }

    double loss() {
        return loss;
    }

    double[] logits() {
        return logits;
    }

    double[] layerOutput() {
        return layerOutput;
    }

    double[] lowRankTokens() {
        return lowRankTokens;
    }

    double[] crossedTokens() {
        return crossedTokens;
    }

    Map<String, double[]> gradients() {
        return gradients;
    }

    Map<String, double[]> parameters() {
        return onHost(trained);
    }

    private static Map<String, double[]> onHost(NamedTensors tensors) {
        Map<String, double[]> values = new LinkedHashMap<>();
        tensors.entries().forEach(e -> values.put(e.getKey(), HostValues.of(e.getValue())));
        return values;
    }

    /** Forward, backward, one step of gradient descent. */
    void step(JsonNode batch) {
        try (StepScope scope = StepScope.open(manager)) {
            NamedTensors found;
            try (GradMode on = GradMode.on()) {
                NDArray total = loss(scope.manager(), batch, m -> true);
                found = autograd.gradients(total, trained, false);
            }
            gradients = onHost(found);
            try (GradMode off = GradMode.off()) {
                found.entries()
                        .forEach(
                                g ->
                                        trained.get(g.getKey())
                                                .subi(g.getValue().mul(one.get("lr").asDouble())));
            }
        }
    }

    /** Forward alone. */
    void forward(JsonNode batch, IntPredicate kept) {
        try (StepScope scope = StepScope.open(manager);
                GradMode off = GradMode.off()) {
            loss(scope.manager(), batch, kept);
        }
    }

    private NDArray loss(NDManager owner, JsonNode batch, IntPredicate kept) {
        GoldenTensor x = GoldenTensor.of(batch.get("x"));
        int clips = x.rows();
        int length = (int) x.shape()[1];
        layerOutput = new double[clips * length * out];
        lowRankTokens = new double[clips * length * rank];
        crossedTokens = new double[clips * length * rank];
        NDList pooled = new NDList();
        for (int clip = 0; clip < clips; clip++) {
            pooled.add(pooled(owner, new Clip(x, clip, length), kept));
        }
        NDArray scores =
                pooled.stream()
                        .reduce((a, b) -> a.concat(b, 0))
                        .orElseThrow()
                        .matMul(trained.get("head.weight").transpose())
                        .add(trained.get("head.bias"));
        logits = HostValues.of(scores);
        int classes = (int) scores.getShape().get(1);
        double[] labels = GoldenTensor.of(batch.get("label")).data();
        double[] chosen = new double[clips * classes];
        for (int clip = 0; clip < clips; clip++) {
            chosen[clip * classes + (int) labels[clip]] = -1.0 / clips;
        }
        NDArray total =
                scores.logSoftmax(1).mul(tensor(owner, chosen, new Shape(clips, classes))).sum();
        loss = HostValues.of(total)[0];
        return total;
    }

    /** One clip of a batch. */
    private record Clip(GoldenTensor x, int index, int length) {}

    /** Mean of the outputs of a clip's tokens, (1, d_out). */
    private NDArray pooled(NDManager owner, Clip clip, IntPredicate kept) {
        double[] role = GoldenTensor.of(one.get("role")).data();
        List<List<Integer>> places = new ArrayList<>();
        for (int m = PADDING; m < roles; m++) {
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < clip.length(); i++) {
                if (role[clip.index() * clip.length() + i] == m) {
                    own.add(i);
                }
            }
            places.add(own);
        }
        List<Integer> padding = places.remove(0);
        if (!padding.isEmpty()) {
            place(clip, padding, frozen(tokens(owner, clip, padding)), layerOutput, out);
        }
        NDArray sum = null;
        double share = 1.0 / (clip.length() - padding.size());
        Adapted all = adapted(owner, clip, places, kept);
        List<List<Integer>> read = new ArrayList<>(places);
        if (anchored) {
            read.set(0, instruction(clip));
        }
        Adapted reading = adapted(owner, clip, read, kept);
        for (int m = 0; m < roles; m++) {
            List<Integer> own = places.get(m);
            if (own.isEmpty()) {
                continue;
            }
            Adapted from = anchored && m > 0 ? reading : all;
            NDArray y = frozen(tokens(owner, clip, own)).add(from.added().get(m));
            place(clip, own, y, layerOutput, out);
            place(clip, own, from.lowRank().get(m), lowRankTokens, rank);
            place(clip, own, from.crossed().get(m), crossedTokens, rank);
            double[] shares = new double[own.size()];
            Arrays.fill(shares, share);
            NDArray part = tensor(owner, shares, new Shape(1, 1, own.size())).matMul(y);
            sum = sum == null ? part : sum.add(part);
        }
        return sum.reshape(1, out);
    }

    /** What the adapters make of the tokens of every role. */
    private record Adapted(NDList lowRank, NDList crossed, NDList added) {}

    private Adapted adapted(
            NDManager owner, Clip clip, List<List<Integer>> places, IntPredicate kept) {
        NDList tokens = new NDList();
        double[] there = new double[roles];
        for (int m = 0; m < roles; m++) {
            there[m] = places.get(m).isEmpty() ? 0 : 1;
            tokens.add(
                    places.get(m).isEmpty()
                            ? owner.zeros(new Shape(1, 1, in), precision.dataType())
                            : tokens(owner, clip, places.get(m)));
        }
        NDArray presence = tensor(owner, there, new Shape(1, roles));
        NDList a = new NDList();
        for (int m = 0; m < roles; m++) {
            a.add(trained.get("A" + m));
        }
        NDArray b = trained.get("B");
        NDList lowRank = layer.lowRank(tokens, a, b);
        return new Adapted(
                lowRank,
                layer.crossed(lowRank, presence, a, b),
                layer.added(tokens, presence, a, b, kept));
    }

    /** The tokens that are read from; {@link #PADDING} for a key of zeros. */
    private List<Integer> instruction(Clip clip) {
        double[] question = GoldenTensor.of(one.get("question")).data();
        List<Integer> marked = new ArrayList<>();
        for (int i = 0; i < clip.length(); i++) {
            if (question[clip.index() * clip.length() + i] != 0) {
                marked.add(i);
            }
        }
        if (!zeroKeys || marked.isEmpty()) {
            return marked;
        }
        List<Integer> slice = new ArrayList<>();
        for (int i = marked.get(0); i <= marked.get(marked.size() - 1); i++) {
            slice.add(marked.contains(i) ? i : PADDING);
        }
        return slice;
    }

    /** (1, T, d_in). */
    private NDArray tokens(NDManager owner, Clip clip, List<Integer> places) {
        double[] values = new double[places.size() * in];
        for (int t = 0; t < places.size(); t++) {
            if (places.get(t) != PADDING) {
                int from = (clip.index() * clip.length() + places.get(t)) * in;
                System.arraycopy(clip.x().data(), from, values, t * in, in);
            }
        }
        return tensor(owner, values, new Shape(1, places.size(), in));
    }

    private NDArray frozen(NDArray tokens) {
        return tokens.matMul(weight.transpose()).add(bias);
    }

    private void place(Clip clip, List<Integer> places, NDArray values, double[] into, int width) {
        double[] rows = HostValues.of(values);
        for (int t = 0; t < places.size(); t++) {
            int at = (clip.index() * clip.length() + places.get(t)) * width;
            System.arraycopy(rows, t * width, into, at, width);
        }
    }

    private NDArray tensor(NDManager owner, double[] values, Shape shape) {
        return owner.create(values, shape).toType(precision.dataType(), false);
    }

    @Override
    public void close() {
        layer.close();
        autograd.close();
        manager.close();
    }
}
