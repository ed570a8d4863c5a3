/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.monitoring.SideOutputs;
import io.ambidex.flink.training.TrainOperator;
import io.ambidex.flink.training.TrainerSettings;
import io.ambidex.flink.training.TrainingFixture;
import io.ambidex.flink.training.TrainingSignal;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.model.learning.LearnerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;

/**
 * The trainer of the job with a tiny network.
 *
 * @param method the balancing method to begin with
 * @param inlineLimit largest state, in bytes, that is not streamed into raw operator state
 * @param directory of one job: where its versions are written
 */
record LearnerTrainers(Method method, long inlineLimit, Path directory) implements Trainers {

    /** A balancing method as configured. */
    record Method(String name, Map<String, String> options) {}

    @Override
    public TwoInputStreamOperator<Example, TrainingSignal, ?> operator(World world) {
        return new TrainOperator(
                new TrainerSettings(
                        "test",
                        TrainingFixture.network().toJson(),
                        LearnerOptions.builder()
                                .learningRate(0.05)
                                .seed(7)
                                .method(method.name(), method.options())
                                .build(),
                        null,
                        world.batchSize,
                        world.batchTimeoutMillis,
                        world.pairing.settleDelayMillis(),
                        directory.toUri().toString(),
                        2,
                        1,
                        3,
                        100,
                        0.99,
                        null,
                        inlineLimit,
                        DriftSettings.OFF,
                        false));
    }

    @Override
    public List<Output> outputs() {
        return List.of(
                new Output(null, Outcome.Topic.MONITORS),
                new Output(SideOutputs.LEDGER, Outcome.Topic.LEDGER),
                new Output(SideOutputs.MODEL_UPDATES, Outcome.Topic.MODEL_UPDATES),
                new Output(SideOutputs.ALERTS, Outcome.Topic.ALERTS),
                new Output(TrainOperator.USED_BATCHES, Outcome.Topic.BATCHES));
    }
}
