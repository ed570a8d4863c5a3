/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private final Silence silence = new Silence();

    @Test
    void aShortPauseIsNoSilence() {
        silence.arrived(1_000);
        assertThat(silence.since(1_000, 15_000)).isNull();
        assertThat(silence.since(1_000, 17_000)).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void aJobThatCommitsEveryMinuteMayPauseForMinutes() {
        for (long at = 60_000; at <= 300_000; at += 60_000) {
            silence.arrived(at);
        }
        assertThat(silence.since(300_000, 500_000)).isNull();
        assertThat(silence.since(300_000, 600_000)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void longPausesAreForgottenWhenTheJobBecomesFast() {
        silence.arrived(1_000);
        silence.arrived(61_000);
        for (int i = 1; i <= 40; i++) {
            silence.arrived(61_000 + 1_000 * i);
        }
        assertThat(silence.since(101_000, 121_000)).isEqualTo(Duration.ofSeconds(20));
    }
}
