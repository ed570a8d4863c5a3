/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.balancing.EvaluationPass;
import io.ambidex.model.balancing.PassView;
import io.ambidex.model.balancing.StepRandom;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.List;

/** The step as a method sees it before and between its passes; every stage of a pass adds to it. */
class StepView implements PassView {
    final StepEnvironment step;
    final MiniBatch batch;

    /**
     * @param batch the examples chosen for this step
     */
    StepView(StepEnvironment step, MiniBatch batch) {
        this.step = step;
        this.batch = batch;
    }

    @Override
    public final long step() {
        return step.step();
    }

    @Override
    public final StepRandom random() {
        return step.random();
    }

    @Override
    public final MultimodalNetwork network() {
        return step.network();
    }

    @Override
    public final MiniBatch batch() {
        return batch;
    }

    @Override
    public final List<MiniBatch.Example> heldOut() {
        return step.reservoirs().heldOut();
    }

    @Override
    public final List<MiniBatch.Example> replay() {
        return step.reservoirs().replay();
    }

    @Override
    public final EvaluationPass evaluate(List<MiniBatch.Example> examples) {
        return new ExampleEvaluation(step, examples, false);
    }

    @Override
    public final EvaluationPass evaluateWithGraph(List<MiniBatch.Example> examples) {
        return new ExampleEvaluation(step, examples, true);
    }
}
