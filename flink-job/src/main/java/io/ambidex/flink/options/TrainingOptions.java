/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** The learner: optimizer, balancing method, mini-batches, device and state. */
public final class TrainingOptions {

    /** The method that held best, by measurement, when one modality failed. */
    public static final String DEFAULT_METHOD = "inforeg";

    public static final ConfigOption<Boolean> ENABLED =
            key("training.enabled")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription("Whether the job trains; without it the job only predicts.");

    public static final ConfigOption<Long> SEED =
            key("training.seed")
                    .longType()
                    .defaultValue(1L)
                    .withDescription(
                            "Seed of the first weights and of every random number of training.");

    public static final ConfigOption<String> METHOD =
            key("training.method")
                    .stringType()
                    .defaultValue(DEFAULT_METHOD)
                    .withDescription("Balancing method; several are chained with +.");

    public static final ConfigOption<Map<String, String>> METHOD_OPTIONS =
            key("training.method-options")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription("Options of the balancing method.");

    public static final ConfigOption<String> SHADOW_METHOD =
            key("training.shadow.method")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Balancing method of a second learner that begins with the same weights, takes "
                                    + "the same mini-batches, and is only watched; without it there is none.");

    public static final ConfigOption<Map<String, String>> SHADOW_METHOD_OPTIONS =
            key("training.shadow.method-options")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription("Options of the balancing method of the second learner.");

    public static final ConfigOption<String> OPTIMIZER =
            key("training.optimizer")
                    .stringType()
                    .defaultValue("sgd")
                    .withDescription("Optimizer: sgd or adamw.");

    public static final ConfigOption<Double> LEARNING_RATE =
            key("training.learning-rate")
                    .doubleType()
                    .defaultValue(0.01)
                    .withDescription("Learning rate at the first step.");

    public static final ConfigOption<Double> MOMENTUM =
            key("training.momentum")
                    .doubleType()
                    .defaultValue(0.9)
                    .withDescription("Momentum of sgd, 0 or more and below 1.");

    public static final ConfigOption<Double> WEIGHT_DECAY =
            key("training.weight-decay")
                    .doubleType()
                    .defaultValue(1e-4)
                    .withDescription("Weight decay, 0 or more.");

    public static final ConfigOption<String> SCHEDULE =
            key("training.schedule")
                    .stringType()
                    .defaultValue("constant")
                    .withDescription("Learning rate over the steps.");

    public static final ConfigOption<Integer> BATCH_SIZE =
            key("training.batch-size")
                    .intType()
                    .defaultValue(16)
                    .withDescription("Examples of one mini-batch.");

    public static final ConfigOption<Duration> BATCH_TIMEOUT =
            key("training.batch-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "How much event time after its first example a mini-batch that does not fill is "
                                    + "trained on as it is.");

    public static final ConfigOption<String> DEVICE =
            key("training.device")
                    .stringType()
                    .defaultValue("auto")
                    .withDescription(
                            "Device of the learner: cpu, gpu:N or auto, the GPU that Flink grants as "
                                    + "external resource gpu, else the first there is, else the CPU.");

    public static final ConfigOption<Integer> THREADS =
            key("training.threads")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Threads of libtorch on the CPU. Another number gives other bits of the same "
                                    + "sums.");

    public static final ConfigOption<Boolean> GPU_SLOT =
            key("training.gpu-slot")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether the learner asks Flink for a slot with the external resource gpu. Give "
                                    + "each task manager one GPU: Flink does not share them out by slot.");

    public static final ConfigOption<MemorySize> GPU_SLOT_HEAP =
            key("training.gpu-slot-heap")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1024))
                    .withDescription("Task heap of the slot with the GPU.");

    public static final ConfigOption<MemorySize> STATE_INLINE_LIMIT =
            key("training.state-inline-limit")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(192))
                    .withDescription(
                            "Up to this size the learner's state is collected on the heap and written into "
                                    + "the checkpoint while training goes on; a larger one is streamed "
                                    + "into it while training waits.");

    private TrainingOptions() {}
}
