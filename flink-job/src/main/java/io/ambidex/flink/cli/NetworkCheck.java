/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.NetworkOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.flink.training.version.InitialWeights;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.BadModelVersionException;
import io.ambidex.model.version.Predictor;
import org.apache.flink.configuration.Configuration;

/** What files say about the network, which the options alone do not tell. */
final class NetworkCheck {
    private NetworkCheck() {}

    /**
     * Makes the network once, as trainer and predictors will, where anything in it comes from a
     * file: initial weights that do not fit it, or a TorchScript file that gives other tokens than
     * promised, would let a job restart for ever.
     *
     * @throws CommandException if it cannot be made; tells the limit and the value
     */
    static void requireBuildable(Configuration options) {
        NetworkSpec network = ModelSettings.servedNetwork(options);
        String weights = options.getOptional(NetworkOptions.INITIAL_WEIGHTS).orElse(null);
        boolean script =
                network.modalities().stream()
                        .anyMatch(modality -> modality.encoder().name().equals("torchscript"));
        if (weights == null && !script) {
            return;
        }
        long seed = options.get(TrainingOptions.SEED);
        try (Predictor first =
                weights == null
                        ? Predictor.initial(network, seed, "cpu")
                        : Predictor.initial(network, InitialWeights.read(weights), seed, "cpu")) {
            // That it can be made is all that is asked.
        } catch (BadModelVersionException | IllegalArgumentException e) {
            throw CommandException.usage("network: " + e.getMessage());
        }
    }
}
