/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void theDefaultsAreTheNamesOfTheDesign() {
        assertThat(Topics.defaults().all())
                .extracting(Topic::name)
                .containsExactly(
                        "audio",
                        "video",
                        "labels",
                        "control",
                        "predictions",
                        "imbalance",
                        "model-updates",
                        "ledger",
                        "dead-letters",
                        "alerts");
    }

    @Test
    void namesAndFurtherModalitiesAreConfigurable() {
        Topics topics =
                Topics.defaults()
                        .withName(TopicRole.AUDIO, "microphones")
                        .withModality("lidar", TopicRole.FEATURES, "vectors")
                        .withPrefix("east-");
        assertThat(topics.name(TopicRole.AUDIO)).isEqualTo("east-microphones");
        assertThat(topics.modalities())
                .containsEntry("lidar", new Topic(TopicRole.FEATURES, "east-vectors"));
        assertThat(topics.all()).contains(new Topic(TopicRole.FEATURES, "east-vectors"));
    }

    @Test
    void aJobHasTheTopicsOfItsOwnModalitiesOnly() {
        Topics topics =
                Topics.defaults()
                        .withoutModalities()
                        .withModality("left", TopicRole.VIDEO, "left-eye")
                        .withModality("right", TopicRole.VIDEO, "right-eye");
        assertThat(topics.all())
                .extracting(Topic::name)
                .startsWith("left-eye", "right-eye", "labels")
                .doesNotContain("audio");
        assertThat(topics.name(TopicRole.VIDEO)).isEqualTo("left-eye");
        assertThatThrownBy(() -> topics.name(TopicRole.AUDIO))
                .hasMessage("there is no modality with a topic for audio");
        assertThatThrownBy(() -> topics.withModality("x", TopicRole.LEDGER, "y"))
                .hasMessage(
                        "the records of modality x must be audio, video or features, but are"
                                + " ledger");
    }

    @Test
    void aNameCannotServeTwice() {
        assertThatThrownBy(() -> Topics.defaults().withName(TopicRole.AUDIO, "video"))
                .hasMessage("topic video is named twice: for audio and for video");
        assertThatThrownBy(() -> Topics.defaults().withName(TopicRole.AUDIO, " "))
                .hasMessage("the topic for audio has a blank name");
    }

    @Test
    void modelUpdatesAreCompactedAndInputsForReplayKeptForEver() {
        assertThat(TopicSetting.required(TopicRole.MODEL_UPDATES, false))
                .extracting(TopicSetting::toString)
                .containsExactly("cleanup.policy compact");
        assertThat(TopicSetting.required(TopicRole.AUDIO, true))
                .extracting(TopicSetting::toString)
                .containsExactly(
                        "cleanup.policy delete",
                        "max.message.bytes at least 8388608",
                        "message.timestamp.after.max.ms at least 9223372036854775807",
                        "retention.ms -1",
                        "retention.bytes -1");
        assertThat(TopicSetting.required(TopicRole.AUDIO, false))
                .extracting(TopicSetting::name)
                .doesNotContain("retention.ms");
        assertThat(TopicSetting.required(TopicRole.LEDGER, false))
                .extracting(TopicSetting::name)
                .contains("retention.ms");
    }

    @Test
    void aLargerNumberWillDoWhereTheSettingSaysSo() {
        TopicSetting size = new TopicSetting("max.message.bytes", "100", true);
        assertThat(size.isMetBy("100")).isTrue();
        assertThat(size.isMetBy("101")).isTrue();
        assertThat(size.isMetBy("99")).isFalse();
        assertThat(size.isMetBy("many")).isFalse();
    }
}
