/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.learning.MiniBatch;

/** The data-input stage: before anything is encoded. */
public interface InputStage extends PassView {

    /** The examples that came from the stream, each for the first time. */
    MiniBatch fresh();

    @Override
    default MiniBatch batch() {
        return fresh();
    }

    /** The stage of a step in which these examples are the fresh ones. */
    static InputStage of(PassView step, MiniBatch fresh) {
        return new FreshExamples(step, fresh);
    }
}
