/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.layer.Initializer;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes of the adapters of a network.
 *
 * @param modalities their names in the network's order
 * @param rank r, of every map
 * @param scale alpha / r
 * @param scaleFirst whether low-rank tokens are scaled, instead of what B makes of them
 * @param crossWeight lambda, 0 for adapters that do not read from each other
 * @param anchor index of the modality that the others read from; {@link #NO_ANCHOR} for none
 * @param taskTokens learned tokens that all read from; 0 for none
 * @param maps what is adapted
 */
record AdapterShape(
        List<String> modalities,
        int rank,
        double scale,
        boolean scaleFirst,
        double crossWeight,
        int anchor,
        int taskTokens,
        List<AdaptedMap> maps) {

    static final int NO_ANCHOR = -1;

    /**
     * A linear map with adapters.
     *
     * @param name {@code wk} for example
     * @param in width of every modality's tokens before it; one width for the class token's map
     * @param out width of what it gives
     * @param ofClassToken whether it serves the class token alone, which belongs to no modality
     */
    record AdaptedMap(String name, List<Integer> in, int out, boolean ofClassToken) {}

    /** Whether a map is adapted. */
    boolean adapts(String map) {
        return maps.stream().anyMatch(adapted -> adapted.name().equals(map));
    }

    /** Tensors of all maps: per map the A of every modality, the task tokens, and B. */
    List<TensorSpec> tensors() {
        List<TensorSpec> tensors = new ArrayList<>();
        maps.forEach(map -> tensors.addAll(tensors(map)));
        return tensors;
    }

    private List<TensorSpec> tensors(AdaptedMap map) {
        List<TensorSpec> tensors = new ArrayList<>();
        String shared = "fusion." + map.name();
        for (int i = 0; i < map.in().size(); i++) {
            String owner = map.ofClassToken() ? shared : modalities.get(i) + "_net." + map.name();
            int in = map.in().get(i);
            tensors.add(parameter(owner + ".lora_A.weight", Initializer.byFanIn(in), rank, in));
        }
        if (reads(map) && taskTokens > 0) {
            // As A makes them of tokens with mean 0 and variance 1.
            Initializer normal = new Initializer.Normal(1 / Math.sqrt(3));
            tensors.add(parameter(shared + ".lora_tasks", normal, taskTokens, rank));
        }
        Initializer zero = new Initializer.Constant(0);
        tensors.add(parameter(shared + ".lora_B.weight", zero, map.out(), rank));
        return tensors;
    }

    /** Whether tokens read from others before the map's B. */
    boolean reads(AdaptedMap map) {
        return !map.ofClassToken() && crossWeight > 0;
    }

    /**
     * What the adapters cost, by map: both projections of every token, and what tokens read.
     *
     * @param tokens of every modality
     */
    Map<String, Long> multiplyAccumulates(List<TokenShape> tokens) {
        Map<String, Long> operations = new LinkedHashMap<>();
        for (AdaptedMap map : maps) {
            long sum = 0;
            for (int i = 0; i < map.in().size(); i++) {
                long projections = (long) rank * (map.in().get(i) + map.out());
                long reading = reads(map) ? 2L * rank * keys(map, i, tokens) : 0;
                sum += count(map, i, tokens) * (projections + reading);
            }
            operations.put("fusion." + map.name() + ".lora", sum);
        }
        return operations;
    }

    /** Number of tokens of a modality before a map; what was attended to is one. */
    private static long count(AdaptedMap map, int modality, List<TokenShape> tokens) {
        boolean one = map.ofClassToken() || map.name().equals("wo");
        return one ? 1 : tokens.get(modality).count();
    }

    private long keys(AdaptedMap map, int modality, List<TokenShape> tokens) {
        long keys = taskTokens;
        for (int n = 0; taskTokens == 0 && n < tokens.size(); n++) {
            keys += isRead(n, modality) ? count(map, n, tokens) : 0;
        }
        return keys;
    }

    /** Whether tokens of one modality are read by those of another. */
    boolean isRead(int read, int reader) {
        return anchor == NO_ANCHOR ? read != reader : read == anchor && reader != anchor;
    }

    private static TensorSpec parameter(String name, Initializer initializer, long... shape) {
        return new TensorSpec(name, shape, initializer, TensorSpec.Kind.PARAMETER);
    }
}
