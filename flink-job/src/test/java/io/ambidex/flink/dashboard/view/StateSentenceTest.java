/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.flink.dashboard.view.BalanceFacts.Regulation;
import io.ambidex.flink.dashboard.view.StateSentence.Tone;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateSentenceTest {

    @Test
    void itSaysWhoDominatesWhoLagsAndWhatIsDoneAboutIt() {
        assertThat(StateSentence.of(facts(4.2, Regulation.REGULATING, 1_240, Map.of()), null))
                .isEqualTo(
                        "Audio dominates 4.2 : 1, video under-trained; InfoReg regulating since "
                                + "step 1,240.");
    }

    @Test
    void aSmallLeadIsNoDominanceAndNobodyIsUnderTrained() {
        assertThat(StateSentence.of(facts(1.3, Regulation.WATCHING, 12, Map.of()), null))
                .isEqualTo("Audio leads 1.3 : 1; InfoReg watching since step 12.");
    }

    @Test
    void equalsAreBalanced() {
        assertThat(StateSentence.of(facts(1.1, Regulation.ACTING, 1, Map.of()), null))
                .isEqualTo("Audio and video are balanced 1.1 : 1; InfoReg acting since step 1.");
    }

    @Test
    void aBaselineBalancesNothing() {
        BalanceFacts facts = facts("joint", 9, Regulation.NONE);
        assertThat(StateSentence.of(facts, null))
                .isEqualTo("Audio dominates 9.0 : 1, video under-trained; joint balances nothing.");
    }

    @Test
    void chainsAreWrittenOut() {
        BalanceFacts facts = facts("ogm-ge+joint-with-unimodal-losses", 1, Regulation.REGULATING);
        assertThat(StateSentence.of(facts, null))
                .contains("OGM-GE + joint with unimodal losses regulating");
    }

    @Test
    void whatIsOftenMissingIsSaidAndWhatIsSeldomMissingIsNot() {
        Map<String, Double> missing = Map.of("audio", 0.638, "video", 0.1);
        assertThat(StateSentence.of(facts(1, Regulation.ACTING, 1, missing), null))
                .contains(", audio missing in 64 % of clips;")
                .doesNotContain("video missing");
    }

    @Test
    void ratiosBeyondAllMeasureAreCutOff() {
        assertThat(StateSentence.of(facts(4e9, Regulation.ACTING, 1, Map.of()), null))
                .startsWith("Audio dominates over 100 : 1");
    }

    @Test
    void silenceGoesBeforeEverything() {
        BalanceFacts facts = facts(4.2, Regulation.REGULATING, 3, Map.of());
        assertThat(StateSentence.of(facts, Duration.ofSeconds(150)))
                .startsWith("No data for 2 min. Before that: audio dominates 4.2 : 1");
        assertThat(StateSentence.tone(facts, Duration.ofSeconds(150))).isEqualTo(Tone.SILENT);
    }

    @Test
    void beforeTheFirstMeasurementItNamesTheStep() {
        BalanceFacts facts =
                new BalanceFacts(
                        "main", "opm", 7, null, Map.of(), Map.of(), Regulation.ACTING, 1, false);
        assertThat(StateSentence.of(facts, null))
                .isEqualTo("Step 7, balance not yet measured; OPM acting since step 1.");
    }

    @Test
    void frozenTrainingIsSaidInsteadOfWhatTheMethodWouldDo() {
        BalanceFacts facts =
                new BalanceFacts(
                        "main",
                        "opm",
                        7,
                        null,
                        Map.of("audio", 1.0),
                        Map.of(),
                        Regulation.ACTING,
                        1,
                        true);
        assertThat(StateSentence.of(facts, null)).endsWith("; training is frozen.");
    }

    @Test
    void theToneFollowsTheLead() {
        assertThat(StateSentence.tone(null, null)).isEqualTo(Tone.WAITING);
        assertThat(tone(1.0)).isEqualTo(Tone.BALANCED);
        assertThat(tone(1.2)).isEqualTo(Tone.LEANING);
        assertThat(tone(1.5)).isEqualTo(Tone.ONE_SIDED);
    }

    private static Tone tone(double ratio) {
        return StateSentence.tone(facts(ratio, Regulation.ACTING, 1, Map.of()), null);
    }

    private static BalanceFacts facts(
            double ratio, Regulation regulation, long since, Map<String, Double> missing) {
        return new BalanceFacts(
                "main",
                "inforeg",
                2_000,
                0.7,
                Map.of("audio", ratio, "video", 1 / ratio),
                missing,
                regulation,
                since,
                false);
    }

    private static BalanceFacts facts(String method, double ratio, Regulation regulation) {
        return new BalanceFacts(
                "main",
                method,
                2_000,
                0.7,
                Map.of("audio", ratio, "video", 1 / ratio),
                Map.of(),
                regulation,
                1,
                false);
    }
}
