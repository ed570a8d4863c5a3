/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AbstractMethodProvider;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodOptions;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.SurveyStage;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Ogm} with generalization enhancement: Gaussian noise makes up for the gradient noise that
 * the scaling takes away. Peng et al., arXiv 2203.15332.
 *
 * <p>Every modulated tensor of every encoder, also where the factor is 1, gets independent noise
 * N(0, s^2) with s the standard deviation over the elements of the unscaled gradient (divisor n -
 * 1) plus 1e-8; a tensor with a single element gets none. The noise is a function of (seed, step,
 * tensor): there is no generator to save. Cost beside that of {@link Ogm}: one normal draw per
 * modulated element, which is felt for encoders with millions of weights.
 */
public final class OgmGe implements BalancingMethod {
    private static final double LEAST_DEVIATION = 1e-8;

    private final Ogm modulation;

    OgmGe(MethodOptions options) {
        modulation = new Ogm(options);
    }

    @Override
    public void optimization(OptimizationStage stage) {
        if (!modulation.isActive(stage.step())) {
            return;
        }
        int modalities = stage.modalities().size();
        List<double[]> deviations = new ArrayList<>();
        for (int m = 0; m < modalities; m++) {
            deviations.add(deviations(stage, stage.gradients(m, Ogm::isModulated)));
        }
        modulation.optimization(stage);
        long tensor = 0;
        for (int m = 0; m < modalities; m++) {
            NDList gradients = stage.gradients(m, Ogm::isModulated);
            long[] seeds = new long[gradients.size()];
            for (int i = 0; i < seeds.length; i++) {
                seeds[i] = stage.random().seedFor("ge-noise", tensor++);
            }
            stage.lists().addNoise(gradients, deviations.get(m), seeds);
            stage.changed(m);
        }
    }

    /**
     * Standard deviation of the noise for every tensor, from the gradients as they are. Reads from
     * the device.
     *
     * @param gradients modulated tensors, before they are scaled
     */
    public static double[] deviations(OptimizationStage stage, NDList gradients) {
        double[] deviations = stage.lists().standardDeviations(gradients);
        for (int i = 0; i < deviations.length; i++) {
            if (gradients.get(i).size() > 1) {
                deviations[i] += LEAST_DEVIATION;
            }
        }
        return deviations;
    }

    @Override
    public void after(AfterStage stage) {
        modulation.after(stage);
    }

    @Override
    public void writeState(MethodState state) {
        modulation.writeState(state);
    }

    @Override
    public void readState(MethodState state) {
        modulation.readState(state);
    }

    /** Makes {@code ogm-ge}. */
    public static final class Provider extends AbstractMethodProvider {
        /** For ServiceLoader. */
        public Provider() {
            super(
                    "ogm-ge",
                    SurveyStage.OPTIMIZATION,
                    "OGM with Gaussian noise on the modulated gradients (arXiv 2203.15332).",
                    Ogm.OPTIONS,
                    2);
        }

        @Override
        public BalancingMethod create(MethodOptions options) {
            return new OgmGe(options);
        }
    }
}
