/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.Initializer;
import io.ambidex.model.network.layer.TensorSpec;
import java.util.ArrayList;
import java.util.List;

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
 * </table>
 */
public final class Fusions {

    private Fusions() {}

    /**
     * What a fusion needs.
     *
     * @param kernel resource with its code
     * @param first index of the modality that comes first in the kernel
     * @param tensors in the kernel's order, under their full names
     */
    record Plan(String kernel, int first, List<TensorSpec> tensors) {}

    /** Plans the fusion of a network whose features have these widths. */
    static Plan plan(NetworkSpec spec, List<Integer> widths) {
        Options options = new Options("fusion '" + spec.fusion() + "'", spec.fusionOptions());
        Plan plan =
                switch (spec.fusion()) {
                    case "concat" -> concat(spec, widths);
                    case "sum" -> sum(spec, widths);
                    case "film" -> film(spec, widths, options);
                    case "gated" -> gated(spec, widths, options);
                    default ->
                            throw new IllegalArgumentException(
                                    "there is no fusion '"
                                            + spec.fusion()
                                            + "'; there are concat, sum, film, gated");
                };
        options.rejectUnknown();
        return plan;
    }

    private static Plan concat(NetworkSpec spec, List<Integer> widths) {
        List<TensorSpec> tensors = new ArrayList<>();
        linear(tensors, "head", widths.stream().reduce(0, Integer::sum), spec.classes().size());
        return new Plan("concat.py", 0, tensors);
    }

    private static Plan sum(NetworkSpec spec, List<Integer> widths) {
        List<TensorSpec> tensors = new ArrayList<>();
        for (int m = 0; m < widths.size(); m++) {
            String name = "head." + spec.modalityNames().get(m);
            linear(tensors, name, widths.get(m), spec.classes().size());
        }
        return new Plan("sum.py", 0, tensors);
    }

    private static Plan film(NetworkSpec spec, List<Integer> widths, Options options) {
        int first = leader(spec, options, "condition");
        int width = widths.get(first == 0 ? 1 : 0);
        List<TensorSpec> tensors = new ArrayList<>();
        for (int m = 0; m < widths.size(); m++) {
            if (m != first) {
                String name = spec.modalityNames().get(m);
                if (widths.get(m) != width) {
                    throw new IllegalArgumentException(
                            "fusion 'film' adds features, which must have one width; '"
                                    + name
                                    + "' has "
                                    + widths.get(m)
                                    + ", not "
                                    + width);
                }
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

    private static void linear(List<TensorSpec> tensors, String name, int in, int out) {
        Initializer byFanIn = Initializer.byFanIn(in);
        TensorSpec.Kind kind = TensorSpec.Kind.PARAMETER;
        tensors.add(new TensorSpec(name + ".weight", new long[] {out, in}, byFanIn, kind));
        tensors.add(new TensorSpec(name + ".bias", new long[] {out}, byFanIn, kind));
    }
}
