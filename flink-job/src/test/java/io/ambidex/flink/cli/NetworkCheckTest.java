/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.ModelSettings;
import io.ambidex.flink.options.NetworkOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.Predictor;
import io.ambidex.model.version.Provenance;
import io.ambidex.model.version.VersionFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkCheckTest {

    @TempDir Path folder;

    @Test
    void weightsOfTheSameNetworkPassAndAdaptersComeOnTop() throws Exception {
        Path whole = whole(new Configuration());
        assertThatCode(() -> NetworkCheck.requireBuildable(beginningWith(whole)))
                .doesNotThrowAnyException();
        assertThatCode(() -> NetworkCheck.requireBuildable(adapted(beginningWith(whole))))
                .doesNotThrowAnyException();
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() throws Exception {
        Configuration sum = new Configuration().set(NetworkOptions.FUSION, "film");
        Path other = whole(sum);
        assertThatThrownBy(() -> NetworkCheck.requireBuildable(beginningWith(other)))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("network: the architecture has")
                .hasMessageContaining("tensors, the file");
    }

    @Test
    void aVersionThatHoldsAdaptersOnlyIsNoWholeModel() throws Exception {
        Configuration options = adapted(beginningWith(whole(new Configuration())));
        Path adapters = folder.resolve("adapters.safetensors");
        String base;
        try (Learner learner =
                Learner.create(ModelSettings.network(options), ModelSettings.learner(options))) {
            base = learner.baseDigest();
            Files.write(adapters, version(learner).toBytes());
        }
        assertThatThrownBy(() -> NetworkCheck.requireBuildable(beginningWith(adapters)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("holds adapters for the model " + base)
                .hasMessageContaining("not a whole model");
    }

    @Test
    void aFileThatIsNoTorchScriptIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.pt"), "no zip at all");
        Configuration options =
                new Configuration()
                        .set(ModalityOptions.of("video").encoder(), "torchscript")
                        .set(
                                ModalityOptions.of("video").encoderOptions(),
                                Map.of("path", text.toString(), "features", "5"));
        assertThatThrownBy(() -> NetworkCheck.requireBuildable(options))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("not a TorchScript file");
    }

    private Configuration beginningWith(Path weights) {
        return new Configuration().set(NetworkOptions.INITIAL_WEIGHTS, weights.toString());
    }

    private static Configuration adapted(Configuration options) {
        return options.set(TrainingOptions.METHOD, "moka");
    }

    /** The file of a network with the weights that the seed gives. */
    private Path whole(Configuration options) throws Exception {
        try (Predictor predictor =
                Predictor.initial(ModelSettings.servedNetwork(options), 1, "cpu")) {
            return Files.write(folder.resolve("whole.safetensors"), predictor.base().toBytes());
        }
    }

    private static VersionFile version(Learner learner) {
        NetworkSpec spec = learner.networkSpec();
        Provenance provenance = Provenance.initial(spec.classes(), 1, Environment.here("cpu"), 0);
        return new VersionFile(spec, provenance, learner.baseDigest(), learner.exportTensors());
    }
}
