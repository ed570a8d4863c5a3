/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.List;

/** The data-input stage: the step as it is, with examples of which nothing is encoded yet. */
record FreshExamples(PassView view, MiniBatch fresh) implements InputStage {
    @Override
    public long step() {
        return view.step();
    }

    @Override
    public StepRandom random() {
        return view.random();
    }

    @Override
    public MultimodalNetwork network() {
        return view.network();
    }

    @Override
    public List<MiniBatch.Example> heldOut() {
        return view.heldOut();
    }

    @Override
    public List<MiniBatch.Example> replay() {
        return view.replay();
    }

    @Override
    public EvaluationPass evaluate(List<MiniBatch.Example> examples) {
        return view.evaluate(examples);
    }

    @Override
    public EvaluationPass evaluateWithGraph(List<MiniBatch.Example> examples) {
        return view.evaluateWithGraph(examples);
    }
}
