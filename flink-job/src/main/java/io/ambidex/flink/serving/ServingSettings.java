/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.flink.options.InvalidOptionException;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.NetworkOptions;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.network.NetworkSpec;
import java.io.Serializable;
import org.apache.flink.configuration.Configuration;

/**
 * What a predictor needs to know.
 *
 * @param modelName name of the model whose updates it takes
 * @param network the network as JSON, see {@link NetworkSpec#toJson()}
 * @param seed seed of version 0
 * @param initialWeights version file to begin with instead; null when the seed decides
 * @param device auto, cpu or gpu:N
 * @param batchSize clips predicted at once, 1 or more
 * @param maxDelayMillis how long a clip may wait for others, 0 or more
 * @param maxVersionBytes largest version file that is read
 * @param publicKeyFile Ed25519 key, PEM, that versions must be signed for; null when they need not
 */
public record ServingSettings(
        String modelName,
        String network,
        long seed,
        String initialWeights,
        String device,
        int batchSize,
        long maxDelayMillis,
        long maxVersionBytes,
        String publicKeyFile)
        implements Serializable {

    public ServingSettings {
        if (batchSize < 1) {
            throw new InvalidOptionException(
                    ServingOptions.BATCH_SIZE.key() + " must be at least 1, but is " + batchSize);
        }
        if (maxDelayMillis < 0) {
            throw new InvalidOptionException(
                    ServingOptions.MAX_DELAY.key()
                            + " must not be negative, but is "
                            + maxDelayMillis
                            + " ms");
        }
    }

    /** What the options say. */
    public static ServingSettings from(Configuration options) {
        return new ServingSettings(
                options.get(PublicationOptions.MODEL_NAME),
                ModelSettings.servedNetwork(options).toJson(),
                options.get(TrainingOptions.SEED),
                options.getOptional(NetworkOptions.INITIAL_WEIGHTS).orElse(null),
                options.get(ServingOptions.DEVICE),
                options.get(ServingOptions.BATCH_SIZE),
                options.get(ServingOptions.MAX_DELAY).toMillis(),
                options.get(ServingOptions.MAX_VERSION_BYTES).getBytes(),
                options.getOptional(ServingOptions.PUBLIC_KEY).orElse(null));
    }

    /** The network of version 0; later versions may have another fusion and head. */
    public NetworkSpec networkSpec() {
        return NetworkSpec.fromJson(network);
    }
}
