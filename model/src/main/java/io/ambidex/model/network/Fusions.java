/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.ScriptModule;
import io.ambidex.model.network.layer.Initializer;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fusions there are; the kernels beside this class have the formulas.
 *
 * <table>
 * <caption>Names and options</caption>
 * <tr><th>name</th><th>option</th><th>default</th><th>meaning</th></tr>
 * <tr><td>concat</td><td></td><td></td><td>concatenated features, one linear layer: {@code
 * head.weight} (C, sum of D_m), {@code head.bias} (C)</td></tr>
 * <tr><td>sum</td><td></td><td></td><td>one linear layer per modality, added: {@code
 * head.MODALITY.weight} (C, D_m), {@code head.MODALITY.bias} (C)</td></tr>
 * <tr><td>film</td><td>condition</td><td>first modality</td><td>it scales and shifts the features
 * of the others, which must have one width D: {@code fusion.MODALITY.weight} (2 D, D_condition),
 * {@code fusion.MODALITY.bias} (2 D), {@code head.weight} (C, D), {@code head.bias}</td></tr>
 * <tr><td>gated</td><td>gate</td><td>first modality</td><td>it opens the gate for the
 * others</td></tr>
 * <tr><td>gated</td><td>width</td><td>width of the gate's features</td><td>H: {@code
 * fusion.MODALITY.weight} (H, D_m), {@code fusion.MODALITY.bias} (H), {@code head.weight} (C, H),
 * {@code head.bias}</td></tr>
 * <tr><td>mean</td><td></td><td></td><td>one linear layer per modality, averaged over the
 * modalities that a clip has: tensors as for sum</td></tr>
 * <tr><td>cosine</td><td>scale</td><td>10</td><td>scaled cosines between features and class
 * weights, added: tensors as for concat, the bias is not used</td></tr>
 * <tr><td>shared</td><td>prediction</td><td>entropy</td><td>one linear layer for all modalities,
 * which must have one width D; {@code entropy} weighs the modalities of a clip by their certainty,
 * {@code mean} equally: {@code head.weight} (C, D), {@code head.bias} (C)</td></tr>
 * <tr><td>boosted</td><td>hidden</td><td>256</td><td>one head of two layers for all modalities,
 * which must have one width D, added and scaled: {@code head.fc1.weight} (H, D), {@code
 * head.fc1.bias} (H), {@code head.fc2.weight} (C, H), {@code head.fc2.bias} (C), {@code
 * head.boost_rate} (1)</td></tr>
 * <tr><td>boosted</td><td>boostRate</td><td>1</td><td>first value of the trained scale</td></tr>
 * <tr><td>attention</td><td>width</td><td>of the tokens</td><td>d: a class token attends to the
 * tokens of all modalities that a clip has; tokens of another width get a linear layer of their own,
 * {@code fusion.MODALITY.weight} (d, D_m); see {@link AttentionFusion}</td></tr>
 * <tr><td>attention</td><td>heads</td><td>1</td><td>of the attention; must divide the
 * width</td></tr>
 * <tr><td>attention</td><td>qkNorm</td><td>false</td><td>queries and keys are normalised, so that the
 * length of a key buys no attention</td></tr>
 * <tr><td>attention</td><td>jointLayers</td><td>0</td><td>so many pre-norm blocks over all tokens
 * before</td></tr>
 * <tr><td>attention</td><td>jointHeads, jointRatio</td><td>4, 2</td><td>heads and hidden width (times
 * d) of these blocks</td></tr>
 * <tr><td>attention</td><td>forkedLayers</td><td>0</td><td>in so many of the joint layers predictors
 * keep the modalities apart; training does not</td></tr>
 * <tr><td>attention</td><td>rotation</td><td>false</td><td>keeps a rotation of the class token's
 * query, {@code fusion.rotation} (heads, d / heads, d / heads), which is not trained</td></tr>
 * </table>
 */
public final class Fusions {

    /** Name of the trained scale of the fusion {@code boosted}, shape (1). */
    public static final String BOOST_RATE = "head.boost_rate";

    private Fusions() {}

    /**
     * What a fusion needs.
     *
     * @param kernel its code
     * @param first index of the modality that comes first in the kernel
     * @param tensors in the kernel's order, under their full names
     * @param seesPresence whether the kernel is told which clips have which modality
     * @param constants numbers that the kernel gets with every call; may be empty
     * @param applications how often each layer runs for one clip
     * @param attention what an attention fusion is made of; null for the others
     * @param adapters beside the fusion; null for none
     * @param operations multiply-accumulates of one clip that differ from {@code applications}
     */
    record Plan(
            Kernel kernel,
            int first,
            List<TensorSpec> tensors,
            boolean seesPresence,
            List<Double> constants,
            int applications,
            AttentionShape attention,
            AdapterShape adapters,
            Map<String, Long> operations) {

        /** A fusion that does without presence and constants. */
        Plan(String resource, int first, List<TensorSpec> tensors) {
            this(resource, first, tensors, false, List.of(), 1);
        }

        /** A fusion that does not attend. */
        Plan(
                String resource,
                int first,
                List<TensorSpec> tensors,
                boolean seesPresence,
                List<Double> constants,
                int applications) {
            this(
                    new Kernel(resource, null),
                    first,
                    tensors,
                    seesPresence,
                    constants,
                    applications,
                    null,
                    null,
                    Map.of());
        }

        Plan withAdapters(AdapterShape others) {
            return new Plan(
                    kernel,
                    first,
                    tensors,
                    seesPresence,
                    constants,
                    applications,
                    attention,
                    others,
                    operations);
        }

        /** The fusion's own tensors, then those of the adapters. */
        List<TensorSpec> allTensors() {
            List<TensorSpec> all = new ArrayList<>(tensors);
            if (adapters != null) {
                all.addAll(adapters.tensors());
            }
            return all;
        }

        /** Whether a tensor is trained. Of a network with adapters they and the head are. */
        boolean trains(TensorSpec tensor) {
            return tensor.kind() == TensorSpec.Kind.PARAMETER
                    && (adapters == null
                            || Adapters.isAdapter(tensor.name())
                            || tensor.name().startsWith("head."));
        }
    }

    /**
     * Code of a fusion.
     *
     * @param resource where it is; null for one that is made
     * @param source the code; null for a resource
     */
    record Kernel(String resource, String source) {

        /** Loads it on the manager's device. */
        ScriptModule load(NDManager manager) {
            return source == null
                    ? ScriptModule.fromResource(manager, Fusion.class, resource)
                    : ScriptModule.fromText(manager, source);
        }
    }

    /** Plans the fusion of a network with such features. */
    static Plan plan(NetworkSpec spec, List<TokenShape> features) {
        List<Integer> widths = features.stream().map(TokenShape::features).toList();
        Options options = new Options("fusion '" + spec.fusion() + "'", spec.fusionOptions());
        Plan plan =
                switch (spec.fusion()) {
                    case "concat" -> concat(spec, widths);
                    case "sum" -> sum(spec, widths);
                    case "film" -> film(spec, widths, options);
                    case "gated" -> gated(spec, widths, options);
                    case "mean" -> mean(spec, widths);
                    case "cosine" -> cosine(spec, widths, options);
                    case "shared" -> shared(spec, widths, options);
                    case "boosted" -> boosted(spec, widths, options);
                    case "attention" -> AttentionFusion.plan(spec, features, options);
                    default ->
                            throw new IllegalArgumentException(
                                    "there is no fusion '"
                                            + spec.fusion()
                                            + "'; there are concat, sum, film, gated, mean, cosine,"
                                            + " shared, boosted, attention");
                };
        options.rejectUnknown();
        return plan.attention() == null
                ? plan.withAdapters(Adapters.plan(spec, features, null))
                : plan;
    }

    private static Plan concat(NetworkSpec spec, List<Integer> widths) {
        List<TensorSpec> tensors = new ArrayList<>();
        linear(tensors, "head", widths.stream().reduce(0, Integer::sum), spec.classes().size());
        return new Plan("concat.py", 0, tensors);
    }

    private static Plan sum(NetworkSpec spec, List<Integer> widths) {
        return new Plan("sum.py", 0, headPerModality(spec, widths));
    }

    private static Plan mean(NetworkSpec spec, List<Integer> widths) {
        return new Plan("mean.py", 0, headPerModality(spec, widths), true, List.of(), 1);
    }

    private static List<TensorSpec> headPerModality(NetworkSpec spec, List<Integer> widths) {
        List<TensorSpec> tensors = new ArrayList<>();
        for (int m = 0; m < widths.size(); m++) {
            String name = "head." + spec.modalityNames().get(m);
            linear(tensors, name, widths.get(m), spec.classes().size());
        }
        return tensors;
    }

    private static Plan cosine(NetworkSpec spec, List<Integer> widths, Options options) {
        double scale = options.decimal("scale", 10, 1e-4, 1e4);
        return new Plan("cosine.py", 0, concat(spec, widths).tensors(), false, List.of(scale), 1);
    }

    private static Plan shared(NetworkSpec spec, List<Integer> widths, Options options) {
        boolean byEntropy = options.choice("prediction", "entropy", "mean").equals("entropy");
        List<TensorSpec> tensors = new ArrayList<>();
        linear(tensors, "head", commonWidth(spec, widths), spec.classes().size());
        List<Double> constants = List.of(byEntropy ? 1.0 : 0.0);
        return new Plan("shared.py", 0, tensors, true, constants, widths.size());
    }

    private static Plan boosted(NetworkSpec spec, List<Integer> widths, Options options) {
        int hidden = options.number("hidden", 256, 1, 65_536);
        double boostRate = options.decimal("boostRate", 1, 0.01, 1e3);
        List<TensorSpec> tensors = new ArrayList<>();
        linear(tensors, "head.fc1", commonWidth(spec, widths), hidden);
        linear(tensors, "head.fc2", hidden, spec.classes().size());
        tensors.add(
                new TensorSpec(
                        BOOST_RATE,
                        new long[] {1},
                        new Initializer.Constant(boostRate),
                        TensorSpec.Kind.PARAMETER));
        return new Plan("boosted.py", 0, tensors, true, List.of(), widths.size());
    }

    /** The width of all features, for a head that serves every modality. */
    private static int commonWidth(NetworkSpec spec, List<Integer> widths) {
        for (int m = 1; m < widths.size(); m++) {
            requireWidth(
                    "fusion '%s' has one head for all modalities".formatted(spec.fusion()),
                    spec.modalityNames().get(m),
                    widths.get(m),
                    widths.get(0));
        }
        return widths.get(0);
    }

    private static void requireWidth(String why, String modality, int width, int expected) {
        if (width != expected) {
            throw new IllegalArgumentException(
                    "%s, whose features must have one width; '%s' has %d, not %d"
                            .formatted(why, modality, width, expected));
        }
    }

    private static Plan film(NetworkSpec spec, List<Integer> widths, Options options) {
        int first = leader(spec, options, "condition");
        int width = widths.get(first == 0 ? 1 : 0);
        List<TensorSpec> tensors = new ArrayList<>();
        for (int m = 0; m < widths.size(); m++) {
            if (m != first) {
                String name = spec.modalityNames().get(m);
                requireWidth("fusion 'film' adds modalities", name, widths.get(m), width);
                linear(tensors, "fusion." + name, widths.get(first), 2 * width);
            }
        }
        linear(tensors, "head", width, spec.classes().size());
        return new Plan("film.py", first, tensors);
    }

    private static Plan gated(NetworkSpec spec, List<Integer> widths, Options options) {
        int first = leader(spec, options, "gate");
        int width = options.number("width", widths.get(first), 1, 65_536);
        List<TensorSpec> tensors = new ArrayList<>();
        linear(tensors, fusionName(spec, first), widths.get(first), width);
        for (int m = 0; m < widths.size(); m++) {
            if (m != first) {
                linear(tensors, fusionName(spec, m), widths.get(m), width);
            }
        }
        linear(tensors, "head", width, spec.classes().size());
        return new Plan("gated.py", first, tensors);
    }

    private static String fusionName(NetworkSpec spec, int modality) {
        return "fusion." + spec.modalityNames().get(modality);
    }

    /** Index of the modality that an option names. */
    private static int leader(NetworkSpec spec, Options options, String option) {
        if (spec.modalities().size() < 2) {
            throw new IllegalArgumentException(
                    "fusion '" + spec.fusion() + "' needs at least 2 modalities, not 1");
        }
        String name = options.text(option, spec.modalityNames().get(0));
        int index = spec.modalityNames().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "fusion '"
                            + spec.fusion()
                            + "': there is no modality '"
                            + name
                            + "'; there are "
                            + spec.modalityNames());
        }
        return index;
    }

    static void linear(List<TensorSpec> tensors, String name, int in, int out) {
        Initializer byFanIn = Initializer.byFanIn(in);
        TensorSpec.Kind kind = TensorSpec.Kind.PARAMETER;
        tensors.add(new TensorSpec(name + ".weight", new long[] {out, in}, byFanIn, kind));
        tensors.add(new TensorSpec(name + ".bias", new long[] {out}, byFanIn, kind));
    }
}
