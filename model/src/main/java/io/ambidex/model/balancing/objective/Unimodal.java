/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.Pass;
import io.ambidex.model.balancing.PassView;
import io.ambidex.model.balancing.SurveyStage;
import io.ambidex.model.network.NetworkSpec;
import java.util.List;
import java.util.Set;

/**
 * Encoders trained alone, the other baseline: {@code L = sum_m CE(z_m, y)} over the split logits,
 * without a joint loss, or the loss of one modality only. With the concat fusion the modalities
 * share nothing but the bias b of the head. No state.
 */
public final class Unimodal implements BalancingMethod {
    private static final String EVERY = "all";

    /** Which modality trains. */
    public static final MethodOption<String> MODALITY =
            MethodOption.text(
                    "modality",
                    EVERY,
                    "the name of a modality, or all",
                    "Modality that is trained alone; all trains every one by its own loss.");

    private final String modality;

    /**
     * @param modality name of the only one that trains, or {@code all}
     */
    public Unimodal(String modality) {
        this.modality = modality;
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        if (!modality.equals(EVERY) && !configured.modalityNames().contains(modality)) {
            throw new IllegalArgumentException(
                    "option 'modality' of method 'unimodal' must be all or one of %s, was '%s'"
                            .formatted(configured.modalityNames(), modality));
        }
        return configured;
    }

    @Override
    public void open(MethodContext context) {
        network(context.network().spec());
    }

    @Override
    public List<Pass> passes(PassView step) {
        return List.of(modality.equals(EVERY) ? Pass.ALL : new Pass(Set.of(modality), true));
    }

    @Override
    public void objective(ObjectiveStage stage) {
        stage.dropJoint();
        if (modality.equals(EVERY)) {
            stage.addUnimodalLosses(1);
            return;
        }
        int only = stage.modalities().indexOf(modality);
        stage.crossEntropy(stage.splitLogits(only), only)
                .ifPresent(loss -> stage.add(ObjectiveStage.unimodal(modality), loss, 1));
    }

    /** Makes {@code unimodal}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "unimodal",
                    SurveyStage.BASELINE,
                    "Baseline: every encoder trained by its own loss, without a joint one.",
                    List.of(MODALITY),
                    1);
        }

        @Override
        public Set<Exclusive> exclusive() {
            return Set.of(Exclusive.PASSES);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new Unimodal(options.get(MODALITY));
        }
    }
}
