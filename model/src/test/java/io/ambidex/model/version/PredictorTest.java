/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.InputSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictorTest {

    @Test
    void aVersionFromTheSeedAndItsFileAnswerTheSame() throws Exception {
        VersionFile file = TestVersions.version(5);
        MiniBatch batch =
                MiniBatch.builder(2).add(List.of(media(0, 1), media(1, 2)), -1, 0).build();
        try (Predictor fresh = Predictor.initial(TestVersions.SPEC, 5, "cpu");
                Predictor read =
                        Predictor.open(file.toBytes(), file.digest(), ReadLimits.DEFAULT, "cpu")) {
            assertThat(fresh.digest()).isEqualTo(read.digest()).isEqualTo(file.digest());
            assertThat(read.version()).isEqualTo(new ModelVersion(0, 5));
            assertThat(read.predict(batch).get(0).probabilities())
                    .containsExactly(fresh.predict(batch).get(0).probabilities());
        }
    }

    @Test
    void probabilitiesAddUpToOneAndAMissingModalityHasNone() {
        MiniBatch batch =
                MiniBatch.builder(2)
                        .add(List.of(media(0, 1), media(1, 2)), -1, 0)
                        .add(Arrays.asList(null, media(1, 3)), -1, 1)
                        .add(Arrays.asList(null, null), -1, 2)
                        .build();
        try (Predictor predictor = Predictor.initial(TestVersions.SPEC, 5, "cpu")) {
            List<ClipPrediction> predictions = predictor.predict(batch);

            assertThat(predictions).hasSize(3);
            for (ClipPrediction prediction : predictions) {
                assertThat(sum(prediction.probabilities())).isCloseTo(1, within(1e-6f));
                prediction
                        .modalityProbabilities()
                        .values()
                        .forEach(p -> assertThat(sum(p)).isCloseTo(1, within(1e-6f)));
            }
            assertThat(predictions.get(0).modalityProbabilities()).containsKeys("audio", "video");
            assertThat(predictions.get(1).modalityProbabilities()).containsOnlyKeys("video");
            assertThat(predictions.get(2).modalityProbabilities()).isEmpty();
        }
    }

    @Test
    void aClipOfTheWrongSizeIsRefusedWithBothSizes() {
        MiniBatch batch =
                MiniBatch.builder(2).add(List.of(new byte[8], media(1, 2)), -1, 0).build();
        try (Predictor predictor = Predictor.initial(TestVersions.SPEC, 5, "cpu")) {
            assertThatThrownBy(() -> predictor.predict(batch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has 8 bytes of 'audio', not 256");
        }
    }

    @Test
    void weightsOfAnotherArchitectureAreRefused() {
        var tensors = TestVersions.tensors(1);
        tensors.remove("head.bias");
        assertThatThrownBy(() -> Predictor.initial(TestVersions.SPEC, tensors, 0, "cpu"))
                .isInstanceOf(BadModelVersionException.class);
    }

    private static byte[] media(int modality, long seed) {
        InputSpec input = TestVersions.SPEC.modalities().get(modality).input();
        ByteBuffer bytes = ByteBuffer.allocate(input.rawBytes()).order(ByteOrder.LITTLE_ENDIAN);
        CounterRandom random = new CounterRandom(seed, 0, "media");
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) random.nextNormal());
        }
        return bytes.array();
    }

    private static float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
