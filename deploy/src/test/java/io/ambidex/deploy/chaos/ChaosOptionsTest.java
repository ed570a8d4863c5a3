/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosOptionsTest {
    private static final Duration PLAYING = Duration.ofMinutes(3);

    @Test
    void withoutABurstTheClipsAreSpreadOverTheTime() {
        assertThat(ChaosOptions.clipsWithBurst(900, PLAYING, 0)).isEqualTo(900);
        assertThat(options(900, 0).rate()).isEqualTo(5);
        assertThat(options(900, 0).bursts()).isFalse();
    }

    @Test
    void aBurstTakesTheRoomOfAMinuteAndLeavesTheRateOfTheRest() {
        long clips = ChaosOptions.clipsWithBurst(900, PLAYING, 450);
        assertThat(clips).isEqualTo(600 + 60 * 450);
        assertThat(options(clips, 450).rate()).isEqualTo(5, within(1e-9));
        assertThat(options(clips, 450).bursts()).isTrue();
    }

    private static ChaosOptions options(long clips, double burstRate) {
        return new ChaosOptions(
                Path.of("out"), PLAYING, clips, 0, 20, 7, 4, burstRate, false, Map.of());
    }
}
