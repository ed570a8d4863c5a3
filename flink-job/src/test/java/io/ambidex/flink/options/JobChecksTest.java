/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.flink.serving.ServingSettings;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobChecksTest {

    @Test
    void everyDefaultIsValid() {
        assertThatCode(() -> JobChecks.check(new Configuration())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pairing.allowed-delay: 9 s | option pairing.allowed-delay must be at most"
                        + " pairing.silence-limit (5000 ms), but is 9000 ms",
                "{pairing.window: hopping, pairing.window-hop: 2 s} | option pairing.window-hop must"
                        + " be at most pairing.window-size (1000 ms), but is 2000 ms",
                "labels.minimum-overlap: 1.5 | option labels.minimum-overlap must be above 0 and at"
                        + " most 1, but is 1.5",
                "training.batch-size: 0 | option training.batch-size must be at least 1, but is 0",
                "topics.labels: audio | options topics.labels and modality.audio.topic name the same"
                        + " topic audio",
                "publication.model-name: a/b | option publication.model-name must be 1 to 100"
                        + " letters, digits, . _ or -, but is a/b",
                "modalities: [audio, lidar] | option modality.lidar.shape is missing: feature"
                        + " vectors need a shape",
                "modality.audio.shape: [3] | option modality.audio.shape is for feature vectors, but"
                        + " modality.audio.kind is AUDIO",
                "training.momentum: 1.5 | training: momentum must be in [0, 1), was 1.5",
                "training.optimizer: adam | training: optimizer must be one of [sgd, adamw], but is"
                        + " adam"
            })
    void whatDoesNotFitIsRefusedWithLimitAndValue(String yaml, String message) {
        assertThatThrownBy(() -> JobChecks.check(OptionFiles.parse(yaml)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "training.batch-size, many",
        "pairing.window-size, soon",
        "pairing.window, rolling",
        "labels.max-pending-bytes, a lot"
    })
    void anUnreadableValueIsNamed(String key, String value) {
        Configuration options = new Configuration();
        options.setString(key, value);
        assertThatThrownBy(() -> JobChecks.check(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("option " + key + " cannot be '" + value + "': ");
    }

    @ParameterizedTest
    @CsvSource({
        "training.method, no-such-method",
        "training.schedule, sometimes",
        "network.fusion, glue",
        "modality.audio.encoder, no-such-encoder"
    })
    void anUnknownNameIsFoundBeforeAnythingIsStarted(String key, String value) {
        Configuration options = new Configuration();
        options.setString(key, value);
        assertThatThrownBy(() -> JobChecks.check(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mla", "reconboost"})
    void aMethodThatCannotWorkWithTheNetworkIsRefusedBeforeAnythingIsStarted(String method) {
        Configuration options = new Configuration();
        options.setString("training.method", method);
        options.setString("modality.audio.encoder-options.channels", "4,6");
        assertThatThrownBy(() -> JobChecks.check(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("training: fusion '")
                .hasMessageContaining("whose features must have one width; 'video' has 64, not 6");
    }

    @ParameterizedTest
    @CsvSource({"joint, concat", "mla, shared", "reconboost, boosted", "lfm, mean"})
    void theFirstPredictorHasTheFusionOfTheMethod(String method, String fusion) {
        Configuration options = new Configuration();
        options.setString("training.method", method);
        assertThat(ServingSettings.from(options).networkSpec().fusion()).isEqualTo(fusion);
        assertThat(ModelSettings.network(options).fusion()).isEqualTo("concat");
    }

    @Test
    void aTeacherFileThatIsMissingIsFoundBeforeAnythingIsStarted() {
        Configuration options = new Configuration();
        options.set(TrainingOptions.METHOD, "umt");
        options.set(TrainingOptions.METHOD_OPTIONS, Map.of("teacherFiles", "no-such-file"));
        assertThatThrownBy(() -> JobChecks.check(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("training: teacher file 'no-such-file' does not exist");
    }

    @Test
    void aReservoirThatHasNoRoomForOneExampleIsFoundBeforeAnythingIsStarted() {
        Configuration options = new Configuration();
        options.set(TrainingOptions.METHOD, "relearning");
        options.set(TrainingOptions.METHOD_OPTIONS, Map.of("reservoirMebibytes", "1"));
        options.setString("modality.video.height", "1024");
        options.setString("modality.video.width", "1024");
        assertThatThrownBy(() -> JobChecks.check(options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("a reservoir of 1048576 bytes has no room for one example");
    }
}
