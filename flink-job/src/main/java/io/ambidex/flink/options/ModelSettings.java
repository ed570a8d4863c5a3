/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.LearningRateSchedule;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.FeatureInput;
import io.ambidex.model.network.InputSpec;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkLayout;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.VideoInput;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** What the options say about network and learner. */
public final class ModelSettings {

    private static final List<String> OPTIMIZERS = List.of("sgd", "adamw");

    /**
     * The network.
     *
     * @throws InvalidOptionException if a value is outside its range; names option or modality
     */
    public static NetworkSpec network(Configuration options) {
        try {
            NetworkSpec spec =
                    new NetworkSpec(
                            options.get(ModalityOptions.MODALITIES).stream()
                                    .map(name -> modality(name, options))
                                    .toList(),
                            options.get(NetworkOptions.FUSION),
                            options.get(NetworkOptions.FUSION_OPTIONS),
                            options.get(LabelOptions.CLASSES));
            // Finds unknown encoders, fusions and options before anything is started.
            NetworkLayout.of(spec);
            return spec;
        } catch (InvalidOptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("network: " + e.getMessage(), e);
        }
    }

    /**
     * The learner.
     *
     * @throws InvalidOptionException if a value is outside its range
     */
    public static LearnerOptions learner(Configuration options) {
        return learner(options, TrainingOptions.METHOD, TrainingOptions.METHOD_OPTIONS);
    }

    /**
     * The second learner: all as for the first, but the balancing method.
     *
     * @return null when there is none
     * @throws InvalidOptionException if a value is outside its range, or there are options without
     *     a method
     */
    public static LearnerOptions shadow(Configuration options) {
        if (options.getOptional(TrainingOptions.SHADOW_METHOD).isPresent()) {
            return learner(
                    options, TrainingOptions.SHADOW_METHOD, TrainingOptions.SHADOW_METHOD_OPTIONS);
        }
        if (!options.get(TrainingOptions.SHADOW_METHOD_OPTIONS).isEmpty()) {
            throw new InvalidOptionException(
                    "option "
                            + TrainingOptions.SHADOW_METHOD_OPTIONS.key()
                            + " needs "
                            + TrainingOptions.SHADOW_METHOD.key());
        }
        return null;
    }

    /**
     * The network as the learner trains it and predictors use it from the beginning: fusion and
     * head may be those of the balancing method.
     *
     * @throws InvalidOptionException if a value is outside its range
     */
    public static NetworkSpec servedNetwork(Configuration options) {
        return trained(network(options), learner(options));
    }

    private static NetworkSpec trained(NetworkSpec configured, LearnerOptions learner) {
        try (BalancingMethod method =
                BalancingMethods.create(
                        learner.method(),
                        learner.methodOptions(),
                        configured.modalities().size())) {
            NetworkSpec trained = method.network(configured);
            method.reservoirs().requireRoomFor(trained);
            NetworkLayout.of(trained);
            return trained;
        }
    }

    private static LearnerOptions learner(
            Configuration options,
            ConfigOption<String> method,
            ConfigOption<Map<String, String>> methodOptions) {
        try {
            LearnerOptions learner =
                    LearnerOptions.builder()
                            .optimizer(options.get(TrainingOptions.OPTIMIZER))
                            .learningRate(options.get(TrainingOptions.LEARNING_RATE))
                            .momentum(options.get(TrainingOptions.MOMENTUM))
                            .weightDecay(options.get(TrainingOptions.WEIGHT_DECAY))
                            .schedule(options.get(TrainingOptions.SCHEDULE))
                            .seed(options.get(TrainingOptions.SEED))
                            .method(options.get(method), options.get(methodOptions))
                            .threads(options.get(TrainingOptions.THREADS))
                            .device(options.get(TrainingOptions.DEVICE))
                            .build();
            LearningRateSchedule.parse(learner.schedule());
            // Finds what the method cannot work with before anything is started.
            trained(network(options), learner);
            if (!OPTIMIZERS.contains(learner.optimizer())) {
                throw new IllegalArgumentException(
                        "optimizer must be one of "
                                + OPTIMIZERS
                                + ", but is "
                                + learner.optimizer());
            }
            return learner;
        } catch (InvalidOptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            String group = method.key().substring(0, method.key().lastIndexOf('.'));
            throw new InvalidOptionException(group + ": " + e.getMessage(), e);
        }
    }

    private static ModalitySpec modality(String name, Configuration options) {
        ModalityOptions.Of of = ModalityOptions.of(name);
        try {
            return new ModalitySpec(
                    name,
                    input(of, options),
                    new EncoderSpec(options.get(of.encoder()), options.get(of.encoderOptions())));
        } catch (InvalidOptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("modality." + name + ": " + e.getMessage(), e);
        }
    }

    private static InputSpec input(ModalityOptions.Of of, Configuration options) {
        return switch (options.get(of.kind())) {
            case AUDIO -> audio(of, options);
            case VIDEO ->
                    new VideoInput(
                            options.get(of.frames()),
                            options.get(of.channels()),
                            options.get(of.height()),
                            options.get(of.width()));
            case FEATURES -> new FeatureInput(shape(of, options));
        };
    }

    private static AudioInput audio(ModalityOptions.Of of, Configuration options) {
        int sampleRate = options.get(of.sampleRate());
        long millis = options.get(WindowOptions.SIZE).toMillis();
        int samples = Math.toIntExact(Math.min(Integer.MAX_VALUE, sampleRate * millis / 1000));
        return AudioInput.of(sampleRate, samples, options.get(of.melBands()));
    }

    private static List<Integer> shape(ModalityOptions.Of of, Configuration options) {
        return options.getOptional(of.shape())
                .orElseThrow(
                        () ->
                                new InvalidOptionException(
                                        "option "
                                                + of.shape().key()
                                                + " is missing: feature vectors need a shape"));
    }

    private ModelSettings() {}
}
