/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.training.TrainingFixture;
import io.ambidex.model.version.ModelVersion;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever comes on the topic of versions, a predictor with a key serves only what is good, signed
 * and newer; it says why it refused the rest, and the version that answered answers on.
 */
class RefusedVersionsTest {

    @TempDir private Path directory;
    private VersionForge forge;

    @BeforeEach
    void makeKeys() throws Exception {
        forge = new VersionForge("test", TrainingFixture.network(), directory, PredictorRun.LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void aBadVersionIsNeverServedAndTheOldOneAnswersOn(VersionForge.Fault fault) throws Exception {
        try (PredictorRun run = new PredictorRun(null, forge.publicKey(), null)) {
            ModelUpdate good = forge.good(new ModelVersion(0, 1));
            run.announce(good);
            run.announce(forge.bad(fault, new ModelVersion(0, 2), good));
            run.next(0);

            assertThat(run.predictions())
                    .extracting(Prediction::getModelDigest)
                    .containsExactly(good.getDigest());
            assertThat(run.alerts())
                    .singleElement()
                    .returns(Alerts.MODEL_VERSION_REFUSED, Alert::getKind)
                    .satisfies(alert -> assertThat(alert.getMessage()).contains(fault.reason()));
        }
    }

    @Test
    void aReplayedRecordChangesNothing() throws Exception {
        try (PredictorRun run = new PredictorRun(null, forge.publicKey(), null)) {
            ModelUpdate first = forge.good(new ModelVersion(0, 1));
            run.announce(first);
            run.announce(first);
            run.next(0);

            assertThat(run.predictions())
                    .extracting(Prediction::getModelDigest)
                    .containsExactly(first.getDigest());
            assertThat(run.alerts()).isEmpty();
        }
    }
}
