/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cosine logits: features and class weights of every modality are normalised before they meet, so
 * that none wins by the length of its vectors. Xu et al., arXiv 2303.05338.
 *
 * <pre>{@code
 * z_m[i,c] = s <f_m[i], W_m[c]> / (|f_m[i]| |W_m[c]|),   z = sum_m z_m,   L = CE(z, y)
 * }</pre>
 *
 * f_m (B, D_m), W_m (C, D_m) the block of the head (C, sum of D_m); its bias is not used. Training
 * and prediction use the same function, the fusion {@code cosine}; the published evaluation forgets
 * the normalisation. As |z| is at most s M, s must grow with the number of classes.
 *
 * <p>A modality that a clip lacks adds nothing. State: none. Cost: normalising features and
 * weights.
 */
public final class MmCosine implements BalancingMethod {
    static final MethodOption<Double> SCALE =
            MethodOption.number(
                    "scale",
                    10,
                    "logits",
                    0.001,
                    5_000,
                    "s, the logit of a cosine of 1; more classes need more.");
    static final MethodOption<Boolean> KEEPS_RANGE =
            MethodOption.flag(
                    "keepRange",
                    false,
                    "Whether s is multiplied by 2 / M, which gives any number of modalities the logits' range of two.");

    private final double scale;
    private final boolean keepsRange;
    private final Map<String, Double> monitors = new LinkedHashMap<>();

    MmCosine(MethodOptions options) {
        scale = options.get(SCALE);
        keepsRange = options.get(KEEPS_RANGE);
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        double s = keepsRange ? scale * 2 / configured.modalities().size() : scale;
        return configured.withFusion("cosine", Map.of("scale", Double.toString(s)));
    }

    /** The lengths that the normalisation takes away: what imbalance it had to correct. */
    @Override
    public void after(AfterStage stage) {
        monitors.clear();
        for (int m = 0; m < stage.modalities().size(); m++) {
            int present = stage.batch().presentCount(m);
            if (present > 0) {
                NDArray lengths = stage.features(m).square().sum(new int[] {1}).sqrt();
                monitors.put(
                        "mmcosine.featureNorm." + stage.modalities().get(m),
                        HostValues.of(lengths.sum())[0] / present);
            }
        }
    }

    @Override
    public Map<String, Double> monitors() {
        return Map.copyOf(monitors);
    }

    /** Makes {@code mmcosine}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "mmcosine",
                    SurveyStage.OBJECTIVE,
                    "Logits are scaled cosines, so that no modality wins by the length of its features (arXiv 2303.05338).",
                    List.of(SCALE, KEEPS_RANGE),
                    1);
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.NETWORK);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new MmCosine(options);
        }
    }
}
