/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.MonitoringOptions;
import io.ambidex.flink.options.NetworkOptions;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.options.WindowOptions;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.flink.training.version.ContentFiles;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.VersionSignature;
import java.io.Serializable;
import java.security.PrivateKey;
import org.apache.flink.configuration.Configuration;

/**
 * What the trainer needs to know.
 *
 * @param modelName name of the model
 * @param network the network as JSON, see {@link NetworkSpec#toJson()}
 * @param learner the learner; its device is what is configured, see {@link
 *     io.ambidex.flink.monitoring.Devices}
 * @param initialWeights version file to begin with; null when the seed decides
 * @param batchSize examples of a full mini-batch, 1 or more
 * @param batchTimeoutMillis event time after its first example at which a batch is trained on as it
 *     is
 * @param settleDelayMillis how far the watermark must have passed the time of an example before no
 *     earlier one can come: the silence limit and the allowed delay of pairing
 * @param directory where versions are written
 * @param publishEverySteps steps from one version to the next, 1 or more
 * @param monitorEverySteps steps from one monitor record to the next, 1 or more
 * @param contributionEverySteps steps from one measurement of the modalities' contributions to the
 *     next; 0 for never
 * @param scoreWindow examples that windowed scores look back
 * @param fadingFactor of the fading scores, above 0 and below 1
 * @param privateKeyFile Ed25519 key, PEM, that versions are signed with; null when they are not
 * @param stateInlineLimit largest state, in bytes, that is collected on the heap for a checkpoint;
 *     a larger one is streamed into it
 * @param drift what is watched for drift, and what follows
 * @param shadowed whether a second learner follows this one
 */
public record TrainerSettings(
        String modelName,
        String network,
        LearnerOptions learner,
        String initialWeights,
        int batchSize,
        long batchTimeoutMillis,
        long settleDelayMillis,
        String directory,
        int publishEverySteps,
        int monitorEverySteps,
        int contributionEverySteps,
        int scoreWindow,
        double fadingFactor,
        String privateKeyFile,
        long stateInlineLimit,
        DriftSettings drift,
        boolean shadowed)
        implements Serializable {

    /** What the options say; {@link io.ambidex.flink.options.JobChecks} has checked them. */
    public static TrainerSettings from(Configuration options) {
        return of(options, ModelSettings.learner(options), ModelSettings.shadow(options) != null);
    }

    /** The same for the second learner; null when there is none. */
    public static TrainerSettings ofShadow(Configuration options) {
        LearnerOptions shadow = ModelSettings.shadow(options);
        return shadow == null ? null : of(options, shadow, false);
    }

    private static TrainerSettings of(
            Configuration options, LearnerOptions learner, boolean shadowed) {
        String directory =
                options.get(PublicationOptions.DIRECTORY).replaceAll("/+$", "")
                        + "/"
                        + options.get(PublicationOptions.MODEL_NAME);
        return new TrainerSettings(
                options.get(PublicationOptions.MODEL_NAME),
                ModelSettings.network(options).toJson(),
                learner,
                options.getOptional(NetworkOptions.INITIAL_WEIGHTS).orElse(null),
                options.get(TrainingOptions.BATCH_SIZE),
                options.get(TrainingOptions.BATCH_TIMEOUT).toMillis(),
                options.get(WindowOptions.SILENCE_LIMIT)
                        .plus(options.get(WindowOptions.ALLOWED_DELAY))
                        .toMillis(),
                directory,
                options.get(PublicationOptions.INTERVAL_STEPS),
                options.get(MonitoringOptions.INTERVAL_STEPS),
                options.get(MonitoringOptions.CONTRIBUTION_INTERVAL_STEPS),
                options.get(MonitoringOptions.WINDOW),
                options.get(MonitoringOptions.FADING_FACTOR),
                options.getOptional(PublicationOptions.PRIVATE_KEY).orElse(null),
                options.get(TrainingOptions.STATE_INLINE_LIMIT).getBytes(),
                DriftSettings.from(options),
                shadowed);
    }

    /** The network. */
    public NetworkSpec networkSpec() {
        return NetworkSpec.fromJson(network);
    }

    /**
     * The key that versions are signed with; null when they are not.
     *
     * @throws IllegalArgumentException if the file is no such key
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    PrivateKey privateKey() {
        return privateKeyFile == null
                ? null
                : VersionSignature.privateKey(ContentFiles.readText(privateKeyFile));
    }

    /** The learner's options with another device. */
    LearnerOptions learnerOn(String device) {
        return learner.toBuilder().device(device).build();
    }
}
