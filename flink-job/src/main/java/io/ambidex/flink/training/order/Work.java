/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.labeling.Example;
import java.util.List;

/** What the trainer does next. */
public sealed interface Work {

    /**
     * One step.
     *
     * @param firstExample number of the first example; the others follow on
     * @param examples the mini-batch in the order of training, at least one
     */
    record Train(long firstExample, List<Example> examples) implements Work {}

    /**
     * Score without learning.
     *
     * @param examples evaluation-only examples in the order of training, at least one
     */
    record Evaluate(List<Example> examples) implements Work {}

    /**
     * Keep an example that is never trained on.
     *
     * @param example the example, which gets no number
     */
    record HoldOut(Example example) implements Work {}

    /**
     * Carry out a command before the next step.
     *
     * @param control the command
     * @param late whether a mini-batch that begins at or after its time was trained on before
     */
    record Apply(Control control, boolean late) implements Work {}
}
