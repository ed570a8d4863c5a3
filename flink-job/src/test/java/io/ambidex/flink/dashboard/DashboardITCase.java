/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.flink.dashboard.control.ControlAccess;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestTopic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DashboardITCase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    private static final String TOKEN = "a-token-of-some-length";

    private final StoryRecords story = new StoryRecords(500);
    private Topics topics;

    @BeforeEach
    void createTopics() throws Exception {
        topics = KAFKA.newTopics(2);
    }

    @Test
    void committedRecordsReachThePageAndAbortedOnesDoNot() throws Exception {
        try (OutputTopics job = new OutputTopics(KAFKA.connection(), KAFKA.uniqueName());
                Dashboard dashboard = dashboard();
                ServerSentEvents page = new ServerSentEvents(dashboard.address())) {
            String imbalance = topics.name(TopicRole.IMBALANCE);
            job.abort(imbalance, List.of(monitor(400)));
            job.commit(imbalance, IntStream.rangeClosed(1, 50).mapToObj(this::monitor).toList());
            job.commit(
                    topics.name(TopicRole.PREDICTIONS),
                    List.of(story.prediction("camera-3", 2, 0, System.currentTimeMillis())));
            eventually(
                    () -> {
                        JsonNode learner = page.last("status").path("learners").path(0);
                        assertThat(learner.path("step").asInt()).isEqualTo(50);
                        assertThat(page.last("status").path("sentence").asText())
                                .startsWith("Audio dominates");
                        assertThat(page.last("streams").path("worst").path(0).path("id").asText())
                                .isEqualTo("camera-3");
                    });
        }
    }

    @Test
    void aPageThatComesLaterSeesTheHistory() throws Exception {
        try (OutputTopics job = new OutputTopics(KAFKA.connection(), KAFKA.uniqueName())) {
            job.commit(
                    topics.name(TopicRole.IMBALANCE),
                    IntStream.rangeClosed(1, 20).mapToObj(this::monitor).toList());
            job.commit(
                    topics.name(TopicRole.MODEL_UPDATES),
                    List.of(story.version(0, 1, System.currentTimeMillis())));
        }
        try (Dashboard dashboard = dashboard();
                ServerSentEvents page = new ServerSentEvents(dashboard.address())) {
            eventually(
                    () -> {
                        assertThat(topic(page, TopicRole.IMBALANCE).path("records").asInt())
                                .isEqualTo(20);
                        assertThat(page.last("versions").path("versions")).hasSize(1);
                    });
        }
    }

    @Test
    void aTopicThatIsMissingIsNamedAndFollowedOnceItIsThere() throws Exception {
        topics = Topics.defaults().withPrefix(KAFKA.uniqueName() + "-");
        try (Dashboard dashboard = dashboard();
                ServerSentEvents page = new ServerSentEvents(dashboard.address())) {
            eventually(
                    () ->
                            assertThat(topic(page, TopicRole.IMBALANCE).path("problem").asText())
                                    .isEqualTo("does not exist"));
            try (var admin = KAFKA.admin()) {
                admin.create(topics.all(), 1, 1, true);
            }
            try (OutputTopics job = new OutputTopics(KAFKA.connection(), KAFKA.uniqueName())) {
                job.commit(topics.name(TopicRole.IMBALANCE), List.of(monitor(1)));
            }
            eventually(
                    () -> {
                        assertThat(topic(page, TopicRole.IMBALANCE).path("problem").isNull())
                                .isTrue();
                        assertThat(page.last("status").path("learners")).hasSize(1);
                    });
        }
    }

    @Test
    void brokersThatDoNotAnswerAreNamed() throws Exception {
        try (Dashboard dashboard =
                        Dashboard.start(
                                DashboardSettings.DEFAULT,
                                KafkaConnection.to("127.0.0.1:1"),
                                topics);
                ServerSentEvents page = new ServerSentEvents(dashboard.address())) {
            eventually(
                    () ->
                            assertThat(page.last("status").path("brokers").asText())
                                    .contains("have not answered"));
        }
    }

    @Test
    void aRecordOfANewerSchemaIsReadAsFarAsItIsKnownAndRubbishIsCounted() throws Exception {
        try (OutputTopics job = new OutputTopics(KAFKA.connection(), KAFKA.uniqueName());
                Dashboard dashboard = dashboard();
                ServerSentEvents page = new ServerSentEvents(dashboard.address())) {
            String imbalance = topics.name(TopicRole.IMBALANCE);
            job.commitBytes(imbalance, "MonitorRecord", withAFieldAppended(monitor(7)));
            job.commitBytes(imbalance, "MonitorRecord", new byte[] {1, 2, 3});
            job.commit(imbalance, List.of(monitor(8)));
            eventually(
                    () -> {
                        JsonNode topic = topic(page, TopicRole.IMBALANCE);
                        assertThat(topic.path("records").asInt()).isEqualTo(2);
                        assertThat(topic.path("unreadable").asInt()).isEqualTo(1);
                        assertThat(topic.path("lastUnreadable").asText())
                                .contains("a record has 10 bytes or more, but 3 came");
                    });
        }
    }

    @Test
    void aCommandFromThePageReachesTheControlTopic() throws Exception {
        try (OutputTopics job = new OutputTopics(KAFKA.connection(), KAFKA.uniqueName());
                Dashboard dashboard =
                        Dashboard.start(
                                DashboardSettings.DEFAULT.withControl(ControlAccess.token(TOKEN)),
                                KAFKA.connection(),
                                topics);
                ServerSentEvents page = new ServerSentEvents(dashboard.address())) {
            MonitorRecord monitor = monitor(1);
            job.commit(topics.name(TopicRole.IMBALANCE), List.of(monitor));
            eventually(() -> assertThat(page.last("status").path("learners")).hasSize(1));
            HttpResponse<String> answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create(dashboard.address() + "control"))
                                            .header("Content-Type", "application/json")
                                            .header("Authorization", "Bearer " + TOKEN)
                                            .POST(
                                                    BodyPublishers.ofString(
                                                            "{\"method\":\"ogm\",\"options\":{\"alpha\":\"0.5\"},"
                                                                    + "\"drift\":{\"drift.actions\":\"alert,freeze\"},"
                                                                    + "\"afterSeconds\":2.5}"))
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(
                            new TestTopic(KAFKA.connection(), topics.name(TopicRole.CONTROL))
                                    .decodeCommitted())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Control.class,
                            control -> {
                                assertThat(control.getMethod()).isEqualTo("ogm");
                                assertThat(control.getOptions()).containsEntry("alpha", "0.5");
                                assertThat(control.getLearner()).isEqualTo("main");
                                assertThat(control.getDrift())
                                        .containsEntry("drift.actions", "alert,freeze");
                                assertThat(control.getEffectiveAtMillis())
                                        .isEqualTo(monitor.getEventTimeMillis() + 2_500);
                            });
        }
    }

    private Dashboard dashboard() throws Exception {
        return Dashboard.start(DashboardSettings.DEFAULT, KAFKA.connection(), topics);
    }

    private MonitorRecord monitor(int step) {
        return story.monitor("main", step, System.currentTimeMillis());
    }

    private JsonNode topic(ServerSentEvents page, TopicRole role) {
        for (JsonNode topic : page.last("status").path("topics")) {
            if (topic.path("name").asText().equals(topics.name(role))) {
                return topic;
            }
        }
        throw new AssertionError("the page does not know " + topics.name(role));
    }

    /** What a newer release would write: another fingerprint, and data behind what is known. */
    private static byte[] withAFieldAppended(MonitorRecord record) {
        byte[] known = RecordCodec.encode(record);
        byte[] newer = Arrays.copyOf(known, known.length + 3);
        newer[2] ^= 0x55;
        return newer;
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion);
    }
}
