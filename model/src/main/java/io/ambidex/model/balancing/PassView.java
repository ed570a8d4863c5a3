/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.List;

/** What every stage of a step can see. */
public interface PassView {

    /** Number of the step, 1 for the first. */
    long step();

    /** Random draws of this step. */
    StepRandom random();

    /** The network that is trained. */
    MultimodalNetwork network();

    /** Names of the modalities in the network's order. */
    default List<String> modalities() {
        return network().spec().modalityNames();
    }

    /** The examples of this step. */
    MiniBatch batch();
}
