/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

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
 * @param frozen whether the update is left out
 * @param reservoirs examples of earlier steps and held-out ones
 */
record StepEnvironment(
        long step,
        StepRandom random,
        MultimodalNetwork network,
        NamedTensors parameters,
        NamedTensors methodParameters,
        Reservoirs reservoirs,
        StepKernel kernel,
        Autograd autograd,
        TensorLists lists,
        Optimizer optimizer,
        String optimizerName,
        double learningRate,
        boolean frozen) {}
