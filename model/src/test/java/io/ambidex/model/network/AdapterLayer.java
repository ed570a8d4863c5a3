/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.ScriptModule;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/** The adapters of one map by themselves: the code that a network has, on tokens that are given. */
public final class AdapterLayer implements AutoCloseable {
    private static final String MAP = "tokens";

    private final ScriptModule kernel;
    private final int modalities;

    /**
     * @param names of the modalities; with an anchor the first is it
     * @param in width of the tokens
     * @param out width of the output
     */
    public AdapterLayer(
            NDManager manager,
            List<String> names,
            int rank,
            double scale,
            boolean scaleFirst,
            double crossWeight,
            boolean anchored,
            int in,
            int out) {
        modalities = names.size();
        AdapterShape shape =
                new AdapterShape(
                        names,
                        rank,
                        scale,
                        scaleFirst,
                        crossWeight,
                        anchored ? 0 : AdapterShape.NO_ANCHOR,
                        0,
                        List.of(
                                new AdapterShape.AdaptedMap(
                                        MAP, Collections.nCopies(modalities, in), out, false)));
        kernel = ScriptModule.fromText(manager, AdapterCode.ofFeatures(shape, new int[modalities]));
    }

    /** u, (1, T_m, r) per modality. */
    public NDList lowRank(NDList tokens, NDList a, NDArray b) {
        return call("low_rank_" + MAP, tokens, null, a, b);
    }

    /** u' of u. */
    public NDList crossed(NDList lowRank, NDArray presence, NDList a, NDArray b) {
        return call("crossed_" + MAP, lowRank, presence, a, b);
    }

    /**
     * What is added to W0 x + b0.
     *
     * @param kept whose tokens are adapted
     */
    public NDList added(NDList tokens, NDArray presence, NDList a, NDArray b, IntPredicate kept) {
        return call("adapt_" + MAP, tokens, presence, a, b, kept);
    }

    private NDList call(String method, NDList x, NDArray presence, NDList a, NDArray b) {
        return call(method, x, presence, a, b, m -> true);
    }

    private NDList call(
            String method, NDList x, NDArray presence, NDList a, NDArray b, IntPredicate kept) {
        NDManager owner = x.get(0).getManager();
        NDList tensors = new NDList(a);
        tensors.add(b);
        double[] keeps = new double[1 + modalities];
        for (int m = 0; m < modalities; m++) {
            keeps[1 + m] = kept.test(m) ? 1 : 0;
        }
        tensors.add(owner.create(keeps).toType(b.getDataType(), false));
        return presence == null
                ? kernel.call(owner, method, x, tensors)
                : kernel.call(owner, method, x, presence, tensors);
    }

    @Override
    public void close() {
        kernel.close();
    }
}
