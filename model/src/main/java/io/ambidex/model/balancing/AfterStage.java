/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.monitoring.SplitScores;
import java.util.Collection;
import java.util.Map;

/** After the update of one pass: the place where methods advance their state. Recording is off. */
public interface AfterStage extends PassView {

    /** Parameters after the update; may be changed in place. */
    NamedTensors parameters();

    /** Features (B, D_m) from before the update, as the encoder gave them, without graph. */
    NDArray features(int modality);

    /** Scores of the split logits before the update. */
    SplitScores scores();

    /** Value of every loss of this pass by name, before weighting and before the update. */
    Map<String, Double> losses();

    /** Lets the optimizer forget what it knows of these parameters. */
    void forget(Collection<String> parameters);

    /** Arithmetic on lists of tensors. */
    TensorLists lists();

    /** Learning rate of this step. */
    double learningRate();

    /** Index of the pass within the step, from 0. */
    int pass();
}
