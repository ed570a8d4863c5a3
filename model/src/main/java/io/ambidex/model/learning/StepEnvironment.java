/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.balancing.PassView;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.MultimodalNetwork;

/**
 * What is the same for all passes of one step.
 *
 * @param parameters of the network, then of the method
 * @param methodParameters those of the method alone
 */
record StepEnvironment(
        long step,
        StepRandom random,
        MultimodalNetwork network,
        NamedTensors parameters,
        NamedTensors methodParameters,
        StepKernel kernel,
        Autograd autograd,
        TensorLists lists,
        Optimizer optimizer,
        String optimizerName,
        double learningRate) {

    /** The step as a method sees it before and between its passes. */
    PassView view(MiniBatch batch) {
        StepEnvironment environment = this;
        return new PassView() {
            @Override
            public long step() {
                return environment.step;
            }

            @Override
            public StepRandom random() {
                return environment.random;
            }

            @Override
            public MultimodalNetwork network() {
                return environment.network;
            }

            @Override
            public MiniBatch batch() {
                return batch;
            }
        };
    }
}
