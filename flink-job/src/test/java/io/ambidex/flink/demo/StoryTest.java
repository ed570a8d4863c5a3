/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.ambidex.connectors.media.degradation.Degradation;
import io.ambidex.connectors.media.degradation.DegradedSpan;
import io.ambidex.connectors.media.degradation.Effect;
import io.ambidex.connectors.media.player.Input;
import io.ambidex.connectors.schema.MonitorRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forty clips of one second; a step takes ten of them, and the sound is silent from 15 on. */
class StoryTest {
    private static final Effect SILENCE = new Effect(Effect.Kind.SILENCE, 0);
    private static final List<DegradedSpan> SPANS =
            List.of(new DegradedSpan(Input.AUDIO, 15_000, Long.MAX_VALUE, SILENCE));

    @Test
    void aRunIsCutWhereSomethingBeginsOrEndsToGoWrong() {
        List<DegradedSpan> spans =
                List.of(
                        new DegradedSpan(Input.AUDIO, 10, 30, SILENCE),
                        new DegradedSpan(Input.VIDEO, 20, 90, new Effect(Effect.Kind.BLUR, 0)));
        assertThat(StoryPart.cut(spans, 0, 50))
                .extracting(StoryPart::name, StoryPart::fromMillis, StoryPart::toMillis)
                .containsExactly(
                        tuple("clean", 0L, 10L),
                        tuple("audio silence", 10L, 20L),
                        tuple("audio silence, video blur", 20L, 30L),
                        tuple("video blur", 30L, 50L));
        assertThat(StoryPart.cut(List.of(), 0, 50))
                .extracting(StoryPart::name, StoryPart::degraded)
                .containsExactly(tuple("clean", false));
    }

    @Test
    void theUsualStoryFollowsTheNumberOfClips() {
        StoryPlan usual = new StoryPlan(true, List.of(), "joint");
        assertThat(usual.degradations(60, SILENCE))
                .extracting(d -> d.from().value(), d -> d.to().value())
                .containsExactly(tuple(30L, 39L), tuple(39L, 48L));
        Degradation own = Degradation.parse("video@3:black");
        assertThat(new StoryPlan(false, List.of(own), null).degradations(60, SILENCE))
                .containsExactly(own);
    }

    @Test
    void bothLearnersAreScoredInEveryPartAndWhoHeldBetterIsSaid() {
        Story story = tell(true);
        assertThat(story.parts())
                .extracting(Story.Part::name)
                .containsExactly("clean", "audio silence");
        assertThat(story.borderExamples()).as("the step over the border").isEqualTo(10);
        Story.Part silent = story.parts().get(1);
        assertThat(silent.main().examples()).isEqualTo(20);
        assertThat(silent.main().servable().whole()).containsEntry("joint", 0.9);
        assertThat(silent.main().learner().whole()).containsEntry("joint", 0.95);
        assertThat(silent.shadow().servable().first()).containsEntry("joint", 0.3);
        assertThat(silent.main().contribution()).containsExactly(entry("audio", 0.25));
        assertThat(silent.servable()).isEqualTo(new Held(Verdict.MAIN, Verdict.MAIN));
        assertThat(silent.learner()).isEqualTo(new Held(Verdict.NEITHER, Verdict.NEITHER));
        assertThat(story.conclusions())
                .first()
                .isEqualTo(
                        "audio silence, as served: inforeg held better at first (90.0 % against "
                                + "30.0 %), inforeg held better over the whole part (90.0 % against "
                                + "30.0 %)");
        assertThat(print(story))
                .contains("inforeg, as served", "joint, while learning", "audio 0.25");
    }

    @Test
    void withoutASecondLearnerNothingIsCompared() {
        Story story = tell(false);
        assertThat(story.shadowMethod()).isNull();
        assertThat(story.conclusions()).isEmpty();
        assertThat(story.parts().get(1).shadow()).isNull();
        assertThat(story.parts().get(1).servable()).isNull();
    }

    @Test
    void aSmallDifferenceOnFewExamplesIsNone() {
        assertThat(Verdict.of(0.6, 0.5, 48)).isEqualTo(Verdict.NEITHER);
        assertThat(Verdict.of(0.6, 0.5, 1_000)).isEqualTo(Verdict.MAIN);
        assertThat(Verdict.of(0.5, 0.6, 1_000)).isEqualTo(Verdict.SHADOW);
        assertThat(Verdict.of(1, 0, 0)).isEqualTo(Verdict.NEITHER);
    }

    private static Story tell(boolean withShadow) {
        PlayedLabels played = new PlayedLabels();
        for (int clip = 0; clip < 40; clip++) {
            played.add(RunOfRecords.label(clip, false));
        }
        MonitorTally main = new MonitorTally();
        MonitorTally shadow = new MonitorTally();
        for (int step = 1; step <= 4; step++) {
            main.add(step(step, "inforeg", 0.9));
            if (withShadow) {
                shadow.add(step(step, "joint", 0.3));
            }
        }
        return new StoryTeller(StoryPart.cut(SPANS, 0, 40_000), played).tell(main, shadow);
    }

    private static MonitorRecord step(int step, String method, double servable) {
        MonitorRecord record = RunOfRecords.step(step, 10, 0.95, step);
        record.setEventTimeMillis(10_000 * step);
        record.setMethod(method);
        record.setServableAccuracy(Map.of("joint", servable, "audio", 0.1));
        record.setContribution(Map.of("audio", 0.25));
        return record;
    }

    private static String print(Story story) {
        StringWriter text = new StringWriter();
        StoryText.print(story, new PrintWriter(text, true));
        return text.toString();
    }
}
