/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import io.ambidex.model.network.AdapterShape.AdaptedMap;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The adapters there are. {@code moka} (arXiv 2506.05191, there for language models): the
 * down-projection A belongs to a modality, the up-projection B is common, and in the r-dimensional
 * space in between the tokens of a modality read from others, by attention without parameters:
 *
 * <pre>{@code
 * u_i  = A_m(i) x_i                                            i a token of modality m(i)
 * u'_i = u_i + lambda sum_j softmax_j(u_i . u_j / sqrt r) u_j  j the tokens that it reads from
 * y_i  = W0 x_i + b0 + alpha / r B u'_i
 * }</pre>
 *
 * Everything but A, B and the head is frozen, encoders work in evaluation mode. A missing modality
 * has no tokens, neither to read from nor to adapt; a token without others to read from keeps u. B
 * begins with zeros, so that the first version answers as the frozen network does.
 *
 * <table>
 * <caption>Options</caption>
 * <tr><th>option</th><th>default</th><th>meaning</th></tr>
 * <tr><td>rank</td><td>4</td><td>r: at most the width of every map</td></tr>
 * <tr><td>alpha</td><td>16</td><td>see the formula</td></tr>
 * <tr><td>crossWeight</td><td>0.5</td><td>lambda; 0 for none</td></tr>
 * <tr><td>keys</td><td>others</td><td>others: tokens read from those of all other modalities;
 * tasks: from learned tokens {@code fusion.MAP.lora_tasks} (T, r), which stand for A of tokens;
 * the name of a modality: the others read from it and it reads from none</td></tr>
 * <tr><td>taskTokens</td><td>4</td><td>T, at least 4: of one token the softmax is a
 * constant</td></tr>
 * <tr><td>maps</td><td>wq,wk,wv,wo or tokens</td><td>what is adapted; tokens: what the encoders
 * give (W0 is the identity, or the layer that brings tokens to the fusion's width), in any
 * network; wq (with an A of the class token's own), wk, wv, wo: the maps of an attention fusion.
 * wo takes the part of every modality in what was attended to</td></tr>
 * <tr><td>scalePosition</td><td>after</td><td>before: u is multiplied by alpha / r, and B u' is
 * not, so that the factor enters the scores squared</td></tr>
 * </table>
 *
 * Tensors: {@code MODALITY_net.MAP.lora_A.weight} (r, width before), {@code
 * fusion.wq.lora_A.weight}, {@code fusion.MAP.lora_B.weight} (width after, r).
 */
public final class Adapters {

    /** Name of the adapters. */
    public static final String MOKA = "moka";

    private static final List<String> ATTENTION_MAPS = List.of("wq", "wk", "wv", "wo");
    private static final String TOKENS = "tokens";
    private static final int MOST_RANK = 8_192;

    private Adapters() {}

    /** Whether a tensor of a network is one of its adapters, by its name. */
    static boolean isAdapter(String tensor) {
        return tensor.contains(".lora_");
    }

    /**
     * Plans the adapters of a network.
     *
     * @param tokens what the features of every modality are made of
     * @param attention the fusion; null for one that does not attend
     * @return null for a network without adapters
     * @throws IllegalArgumentException if an option does not fit the network; tells limit and value
     */
    static AdapterShape plan(NetworkSpec spec, List<TokenShape> tokens, AttentionShape attention) {
        if (spec.adapters() == null) {
            return null;
        }
        if (!spec.adapters().name().equals(MOKA)) {
            throw new IllegalArgumentException(
                    "there are no adapters '" + spec.adapters().name() + "'; there is moka");
        }
        Options options = new Options("adapters 'moka'", spec.adapters().options());
        int rank = options.number("rank", 4, 1, MOST_RANK);
        double alpha = options.decimal("alpha", 16, 1e-6, 1e6);
        double crossWeight = options.decimal("crossWeight", 0.5, 0, 1e3);
        String keys = options.text("keys", "others");
        int taskTokens = options.number("taskTokens", 4, 4, 4_096);
        boolean scaleFirst = options.choice("scalePosition", "after", "before").equals("before");
        List<AdaptedMap> maps = maps(options, tokens, attention, spec.modalityNames());
        options.rejectUnknown();
        maps.forEach(map -> requireRank(rank, map, spec.modalityNames()));
        return new AdapterShape(
                spec.modalityNames(),
                rank,
                alpha / rank,
                scaleFirst,
                crossWeight,
                anchor(keys, spec.modalityNames()),
                keys.equals("tasks") ? taskTokens : 0,
                maps);
    }

    private static int anchor(String keys, List<String> modalities) {
        int anchor = modalities.indexOf(keys);
        if (anchor < 0 && !keys.equals("others") && !keys.equals("tasks")) {
            throw new IllegalArgumentException(
                    "adapters 'moka': keys must be others, tasks or one of %s, but is '%s'"
                            .formatted(modalities, keys));
        }
        return anchor < 0 ? AdapterShape.NO_ANCHOR : anchor;
    }

    private static List<AdaptedMap> maps(
            Options options,
            List<TokenShape> tokens,
            AttentionShape attention,
            List<String> modalities) {
        String usual = attention == null ? TOKENS : String.join(",", ATTENTION_MAPS);
        String text = options.text("maps", "");
        List<String> names =
                Arrays.stream((text.isBlank() ? usual : text).split(",", -1))
                        .map(String::strip)
                        .toList();
        List<AdaptedMap> maps = new ArrayList<>();
        for (String name : names) {
            if (maps.stream().anyMatch(map -> map.name().equals(name))) {
                throw new IllegalArgumentException(
                        "adapters 'moka': map '" + name + "' is named twice");
            }
            maps.add(
                    name.equals(TOKENS)
                            ? ofTokens(tokens, attention, modalities)
                            : ofAttention(name, attention, modalities.size()));
        }
        return maps;
    }

    private static AdaptedMap ofTokens(
            List<TokenShape> tokens, AttentionShape attention, List<String> modalities) {
        int out = attention == null ? tokens.get(0).width() : attention.width();
        for (int m = 0; attention == null && m < tokens.size(); m++) {
            if (tokens.get(m).width() != out) {
                throw new IllegalArgumentException(
                        "adapters 'moka' have one B for all modalities: their tokens must have one width, but those of '%s' are %d wide and those of '%s' %d; the fusion 'attention' brings them to one"
                                .formatted(
                                        modalities.get(m),
                                        tokens.get(m).width(),
                                        modalities.get(0),
                                        out));
            }
        }
        return new AdaptedMap(TOKENS, tokens.stream().map(TokenShape::width).toList(), out, false);
    }

    private static AdaptedMap ofAttention(String name, AttentionShape attention, int modalities) {
        if (!ATTENTION_MAPS.contains(name)) {
            throw new IllegalArgumentException(
                    "adapters 'moka': there is no map '%s'; there are tokens, %s"
                            .formatted(name, String.join(", ", ATTENTION_MAPS)));
        }
        if (attention == null) {
            throw new IllegalArgumentException(
                    "adapters 'moka': only the fusion 'attention' has the map '"
                            + name
                            + "'; other networks have tokens");
        }
        boolean ofClassToken = name.equals("wq");
        int width = attention.width();
        List<Integer> in = Collections.nCopies(ofClassToken ? 1 : modalities, width);
        return new AdaptedMap(name, in, width, ofClassToken);
    }

    private static void requireRank(int rank, AdaptedMap map, List<String> modalities) {
        for (int i = 0; i < map.in().size(); i++) {
            int width = Math.min(map.in().get(i), map.out());
            if (rank > width) {
                String whose = map.ofClassToken() ? "the class token" : modalities.get(i);
                throw new IllegalArgumentException(
                        "adapters 'moka': the rank must be at most the width of map '%s' for %s, %d, but is %d"
                                .formatted(map.name(), whose, width, rank));
            }
        }
    }
}
