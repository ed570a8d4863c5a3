/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import io.ambidex.flink.labeling.Example;
import java.io.IOException;

/** Does the work of a {@link TrainingOrder}, piece by piece, before the next piece is decided. */
public interface Worker {

    /**
     * Whether an example for training is held out instead. Asked once for each in the order of
     * training, when all work before it is done, so that the answer may depend on that work.
     */
    boolean holdsOut(Example example);

    /** Does one piece. */
    void carryOut(Work work) throws IOException;
}
