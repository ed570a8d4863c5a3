/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainingSignal;
import java.util.List;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Which trainer stands at the end of a simulated job. */
interface Trainers {

    /** A new operator for a world. */
    TwoInputStreamOperator<Example, TrainingSignal, ?> operator(World world);

    /** What it puts out. */
    List<Output> outputs();

    /**
     * @param tag the side output; null for the main output
     */
    record Output(OutputTag<?> tag, Outcome.Topic topic) {}

    /** The one without a network. */
    Trainers BOOKKEEPING =
            new Trainers() {
                @Override
                public TwoInputStreamOperator<Example, TrainingSignal, ?> operator(World world) {
                    return new BookkeepingTrainer(world);
                }

                @Override
                public List<Output> outputs() {
                    return List.of(
                            new Output(null, Outcome.Topic.BATCHES),
                            new Output(SideOutputs.LEDGER, Outcome.Topic.LEDGER));
                }
            };
}
