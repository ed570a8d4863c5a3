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
}
