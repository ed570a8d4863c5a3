/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.clip.WindowId;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class PairingOptionsTest {

    private static PairingOptions.Builder options() {
        return PairingHarness.options(WindowAssigner.tumbling(100));
    }

    @Test
    void optionsTravelToTheTaskManagers() throws Exception {
        PairingOptions options = options().build();
        assertThat(InstantiationUtil.<PairingOptions>clone(options)).isEqualTo(options);
    }

    @Test
    void whatFollowsDecidesAfterTheSilenceLimitAndTheAllowedDelay() {
        assertThat(options().build().settleDelayMillis()).isEqualTo(230);
    }

    @Test
    void everyRefusalStatesLimitAndValue() {
        assertThatThrownBy(() -> options().allowedDelay(19).build())
                .hasMessage(
                        "allowed delay in milliseconds (out-of-orderness) must be at least 20, but is 19");
        assertThatThrownBy(() -> options().silenceLimit(29).build())
                .hasMessage(
                        "silence limit in milliseconds (allowed delay) must be at least 30, but is 29");
        assertThatThrownBy(() -> options().limits(new BufferLimits(1, 1, 299)).build())
                .hasMessageContaining("must be at least 300, but is 299");
        assertThatThrownBy(() -> options().modality("audio", new PictureAssembler(1, 1)).build())
                .hasMessage("modality audio must be named once, but is named twice");
        assertThatThrownBy(() -> WindowAssigner.hopping(100, 101))
                .hasMessage("window hop in milliseconds must be at most 100, but is 101");
        assertThatThrownBy(() -> options().build().indexOf("depth"))
                .hasMessage("a record's modality must be one of [audio, video], but is depth");
        assertThatThrownBy(() -> new SkewTolerance(-1, 0)).hasMessageContaining("but is -1.0");
    }

    @Test
    void windowsShareTimeWithWhatTouchesThemAndNothingElse() {
        FixedWindows hopping = WindowAssigner.hopping(100, 40);
        assertThat(hopping.sharing(80, 81))
                .containsExactly(
                        new WindowId(0, 100), new WindowId(40, 140), new WindowId(80, 180));
        assertThat(hopping.sharing(100, 120))
                .containsExactly(new WindowId(40, 140), new WindowId(80, 180));
        assertThat(hopping.sharing(-1, 0))
                .containsExactly(new WindowId(-80, 20), new WindowId(-40, 60));
        assertThat(hopping.lastEnd(81)).isEqualTo(180);
        assertThat(hopping.lastEnd(80)).isEqualTo(140);
    }
}
