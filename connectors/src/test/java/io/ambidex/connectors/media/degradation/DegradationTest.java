/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.media.degradation.Effect.Kind;
import io.ambidex.connectors.media.player.ClipTimes;
import io.ambidex.connectors.media.player.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DegradationTest {

    /** Ten clips of two seconds. */
    private static final ClipTimes TIMES =
            new ClipTimes() {
                @Override
                public long startMillis() {
                    return 1_000_000;
                }

                @Override
                public long startOfClipMillis(long clip) {
                    return startMillis() + 2_000 * Math.min(clip, 10);
                }
            };

    @ParameterizedTest
    @CsvSource({
        "audio@200:5dB, AUDIO, babble=5dB",
        "video@0:-3.5dB, VIDEO, noise=-3.5dB",
        "audio@1-2:noise, AUDIO, noise=0dB",
        "audio@1-2:noise=12dB, AUDIO, noise=12dB",
        "audio@1:silence, AUDIO, silence",
        "video@1:blur, VIDEO, blur",
        "video@1:blur=4px, VIDEO, blur=4px",
        "video@1:black, VIDEO, black",
        "video@1:freeze, VIDEO, freeze",
        "audio@1:drop, AUDIO, drop",
        "audio@50:delay=200ms, AUDIO, delay=200ms",
        "video@50:delay=1.5s, VIDEO, delay=1500ms"
    })
    void whatGoesWrongIsReadAsItIsWritten(String text, Input input, String effect) {
        Degradation read = Degradation.parse(text);
        assertThat(read.input()).isEqualTo(input);
        assertThat(read.effect()).hasToString(effect);
    }

    @Test
    void momentsAreClipsOrEventTime() {
        Degradation read = Degradation.parse("audio@3-5s:silence");
        assertThat(read.from().millis(TIMES)).isEqualTo(1_006_000);
        assertThat(read.to().millis(TIMES)).isEqualTo(1_005_000);
        assertThat(Degradation.parse("audio@3:silence").to().millis(TIMES))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Degradation.parse("audio@1.5min:silence").from().millis(TIMES))
                .isEqualTo(1_090_000);
        assertThat(Degradation.parse("audio@1:silence").effect().kind()).isEqualTo(Kind.SILENCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sound@3:5dB | has the form MODALITY@START[-END]:EFFECT",
                "audio@3 | has the form MODALITY@START[-END]:EFFECT",
                "audio@x:5dB | a moment is the number of a clip or a time",
                "audio@1.5:5dB | a moment is the number of a clip or a time",
                "audio@9-3:5dB | it ends at 3, which is not after its begin 9",
                "audio@3:90dB | audio can have -40..60dB, noise or noise=-40..60dB",
                "audio@3:blur | but not 'blur'",
                "video@3:silence | but not 'silence'",
                "video@3:blur=600px | blur or blur=1..500px",
                "audio@3:delay | delay=1..60000ms",
                "audio@3:delay=2min | but not 'delay=2min'",
                "audio@3:silence=2dB | but not 'silence=2dB'",
                "audio@3:noise= | but not 'noise='"
            })
    void whatCannotBeReadIsRefusedWithTheLimits(String text, String reason) {
        assertThatThrownBy(() -> Degradation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(reason);
    }
}
