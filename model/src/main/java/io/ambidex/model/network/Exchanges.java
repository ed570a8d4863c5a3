/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.Initializer;
import io.ambidex.model.network.layer.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The exchanges there are.
 *
 * <table>
 * <caption>Names and options</caption>
 * <tr><th>name</th><th>option</th><th>default</th><th>meaning</th></tr>
 * <tr><td>gates</td><td>points</td><td>3</td><td>the encoders exchange gates after so many of their
 * last stages, or as many as the encoder with the fewest has; stages end after the activations of
 * small-cnn and layers (or where {@code stage_end} stands), after the groups of resnet18, and with
 * the features of torchscript</td></tr>
 * <tr><td></td><td>ratio</td><td>4</td><td>the common layer of point P is {@code max(1, 2 sum of C_m
 * / ratio)} = H wide: {@code exchange.P.squeeze.weight} (H, sum of C_m), {@code
 * exchange.P.squeeze.bias}, {@code exchange.P.excite.MODALITY.weight} (C_m, H), {@code
 * exchange.P.excite.MODALITY.bias}</td></tr>
 * </table>
 */
public final class Exchanges {

    /** Prefix of the names of all tensors of an exchange. */
    public static final String PREFIX = "exchange.";

    private Exchanges() {}

    /**
     * What an exchange needs.
     *
     * @param channels C_m of every modality, by point
     * @param tensors under their full names, by point: squeeze, then excite of every modality, each
     *     weight and bias
     */
    record Plan(List<List<Integer>> channels, List<List<TensorSpec>> tensors) {

        /** After how many stages something is exchanged. */
        int points() {
            return channels.size();
        }

        /** The tensors of all points. */
        List<TensorSpec> allTensors() {
            return tensors.stream().flatMap(List::stream).toList();
        }
    }

    /** Plans the exchange of a network; without points when there is none. */
    static Plan plan(NetworkSpec spec) {
        ExchangeSpec exchange = spec.exchange();
        if (exchange == null) {
            return new Plan(List.of(), List.of());
        }
        if (!exchange.name().equals("gates")) {
            throw new IllegalArgumentException(
                    "there is no exchange '" + exchange.name() + "'; there is gates");
        }
        Options options = new Options("exchange 'gates'", exchange.options());
        int most = options.number("points", 3, 1, 64);
        int ratio = options.number("ratio", 4, 1, 1_024);
        options.rejectUnknown();
        if (spec.modalities().size() < 2) {
            throw new IllegalArgumentException(
                    "exchange 'gates' needs at least 2 modalities, not 1");
        }
        return gates(spec, most, ratio);
    }

    private static Plan gates(NetworkSpec spec, int most, int ratio) {
        List<List<Integer>> stages = spec.modalities().stream().map(Encoders::channels).toList();
        int fewest = stages.stream().mapToInt(List::size).min().orElseThrow();
        int points = Math.min(most, fewest);
        List<List<Integer>> channels = new ArrayList<>();
        List<List<TensorSpec>> tensors = new ArrayList<>();
        for (int point = 0; point < points; point++) {
            int fromEnd = points - point;
            List<Integer> here = stages.stream().map(all -> all.get(all.size() - fromEnd)).toList();
            channels.add(here);
            tensors.add(tensors(PREFIX + (point + 1) + ".", spec.modalityNames(), here, ratio));
        }
        return new Plan(List.copyOf(channels), List.copyOf(tensors));
    }

    private static List<TensorSpec> tensors(
            String prefix, List<String> modalities, List<Integer> channels, int ratio) {
        int all = channels.stream().mapToInt(Integer::intValue).sum();
        int width = Math.max(1, 2 * all / ratio);
        List<TensorSpec> tensors = new ArrayList<>();
        linear(tensors, prefix + "squeeze", all, width);
        for (int m = 0; m < channels.size(); m++) {
            linear(tensors, prefix + "excite." + modalities.get(m), width, channels.get(m));
        }
        return tensors;
    }

    private static void linear(List<TensorSpec> tensors, String name, int in, int out) {
        Initializer byFanIn = Initializer.byFanIn(in);
        TensorSpec.Kind kind = TensorSpec.Kind.PARAMETER;
        tensors.add(new TensorSpec(name + ".weight", new long[] {out, in}, byFanIn, kind));
        tensors.add(new TensorSpec(name + ".bias", new long[] {out}, byFanIn, kind));
    }
}
