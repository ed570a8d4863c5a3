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

    /**
     * Examples that are never trained on, as many as the learner keeps at present; in the order of
     * their places in the reservoir.
     */
    List<MiniBatch.Example> heldOut();

    /**
     * A sample of the examples of earlier steps, as many as the learner keeps at present; in the
     * order of their places in the reservoir. The fresh examples of this step come in with its
     * first update.
     */
    List<MiniBatch.Example> replay();

    /**
     * Looks at examples without a graph; they are encoded a few at a time, so that there may be
     * thousands.
     */
    EvaluationPass evaluate(List<MiniBatch.Example> examples);

    /**
     * Looks at examples with a graph, for gradients; they are encoded at once, so that there should
     * not be many more than a step has.
     */
    EvaluationPass evaluateWithGraph(List<MiniBatch.Example> examples);
}
