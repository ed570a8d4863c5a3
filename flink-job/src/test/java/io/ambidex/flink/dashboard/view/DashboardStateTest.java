/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.RoleUpdate;
import io.ambidex.connectors.schema.StreamScore;
import io.ambidex.flink.dashboard.StoryRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DashboardStateTest {
    private static final long START = 1_700_000_000_000L;

    private final AtomicLong clock = new AtomicLong(START);
    private final DashboardState state =
            new DashboardState(
                    Map.of(
                            TopicRole.IMBALANCE, "imbalance",
                            TopicRole.PREDICTIONS, "predictions",
                            TopicRole.MODEL_UPDATES, "model-updates",
                            TopicRole.LEDGER, "ledger",
                            TopicRole.DEAD_LETTERS, "dead-letters",
                            TopicRole.ALERTS, "alerts"),
                    clock::get);
    private final StoryRecords story = new StoryRecords(1_000);
    private final PageReader reader = new PageReader();

    @Test
    void beforeAnythingCameItWaits() throws Exception {
        JsonNode status = event("status");
        assertThat(status.get("sentence").asText())
                .isEqualTo("Waiting for the first training step.");
        assertThat(status.get("tone").asText()).isEqualTo("waiting");
    }

    @Test
    void aHundredRecordsPerSecondForAnHourTakeNoMoreRoomThanTenMinutesOfThem() throws Exception {
        int perSecond = 100;
        long sizeOfTenMinutes = 0;
        MonitorRecord record = story.monitor("main", 1, START);
        for (int i = 0; i < 3_600 * perSecond; i++) {
            clock.set(START + 1_000L * i / perSecond);
            record.setStep(i + 1L);
            record.setEmittedAtMillis(clock.get());
            state.accept(TopicRole.IMBALANCE, record, clock.get());
            if (i == 600 * perSecond) {
                sizeOfTenMinutes = sizeOf(state.news(new PageReader()));
            }
        }
        List<ViewEvent> all = state.news(new PageReader());
        assertThat(sizeOf(all)).isLessThan(2 * sizeOfTenMinutes).isLessThan(800_000);
        JsonNode series = find(all, "series");
        assertThat(series.get("at")).hasSizeBetween(600, 1_200);
        assertThat(series.get("values").get("examples")).isNotEmpty();
        double examples = 0;
        for (JsonNode n : series.get("values").get("examples")) {
            examples += n.asDouble();
        }
        assertThat(examples).isEqualTo(8.0 * 3_600 * perSecond);
    }

    @Test
    void aPageIsToldOnlyWhatIsNew() {
        monitor("main", 1, START);
        assertThat(state.news(reader)).extracting(ViewEvent::name).contains("series", "versions");
        assertThat(state.news(reader)).isEmpty();
        monitor("main", 2, START + 1_000);
        assertThat(state.news(reader))
                .extracting(ViewEvent::name)
                .containsExactly("series", "status");
    }

    @Test
    void twoLearnersHaveTwoTables() {
        monitor("main", 1, START);
        monitor("shadow", 1, START);
        assertThat(state.news(reader))
                .filteredOn(event -> event.name().equals("series"))
                .extracting(
                        event -> new ObjectMapper().readTree(event.json()).get("table").asText())
                .containsExactly("main", "shadow");
    }

    @Test
    void whenNothingComesItSaysSo() throws Exception {
        monitor("main", 1, START);
        clock.addAndGet(Duration.ofMinutes(5).toMillis());
        JsonNode status = event("status");
        assertThat(status.get("silent").asBoolean()).isTrue();
        assertThat(status.get("sentence").asText()).startsWith("No data for 5 min. Before that:");
    }

    @Test
    void anEventTenYearsAheadIsRemarkedAndMovesNoAxis() throws Exception {
        MonitorRecord record = story.monitor("main", 1, START);
        record.setEventTimeMillis(START + Duration.ofDays(3_650).toMillis());
        record.setEmittedAtMillis(START + Duration.ofDays(3_650).toMillis());
        state.accept(TopicRole.IMBALANCE, record, START);
        List<ViewEvent> all = state.news(reader);
        assertThat(find(all, "status").get("notices"))
                .hasSize(2)
                .first()
                .extracting(JsonNode::asText)
                .asString()
                .startsWith("1 records tell of event times in the future, up to 2033-11-");
        assertThat(find(all, "series").get("at").get(0).asLong()).isLessThanOrEqualTo(START);
    }

    @Test
    void aTimeBeyondAllDatesIsRemarkedToo() throws Exception {
        MonitorRecord record = story.monitor("main", 1, START);
        record.setEventTimeMillis(Long.MAX_VALUE);
        state.accept(TopicRole.IMBALANCE, record, START);
        assertThat(event("status").get("notices")).hasSize(1);
    }

    @Test
    void recordsThatCannotBeReadAreCountedWithTheReason() throws Exception {
        state.unreadable(TopicRole.IMBALANCE, "offset 3: schema fingerprint 0 is unknown");
        JsonNode topic = topic(event("status"), "imbalance");
        assertThat(topic.get("unreadable").asLong()).isEqualTo(1);
        assertThat(topic.get("lastUnreadable").asText()).contains("offset 3");
    }

    @Test
    void aTopicThatIsMissingIsNamedUntilItIsThere() throws Exception {
        state.problem(TopicRole.LEDGER, "does not exist");
        assertThat(topic(event("status"), "ledger").get("problem").asText())
                .isEqualTo("does not exist");
        state.problem(TopicRole.LEDGER, null);
        assertThat(topic(event("status"), "ledger").get("problem").isNull()).isTrue();
    }

    @Test
    void theWorstStreamComesFirst() throws Exception {
        for (int clip = 0; clip < 30; clip++) {
            predict("camera-1", clip);
            predict("camera-3", clip);
        }
        JsonNode worst = event("streams").get("worst");
        assertThat(worst.get(0).get("id").asText()).isEqualTo("camera-3");
        assertThat(worst.get(0).get("skewExceeded").asDouble()).isBetween(0.4, 0.6);
        assertThat(worst.get(1).get("skewMillis").asDouble()).isBetween(5.0, 35.0);
    }

    @Test
    void aStreamTellsHowWellEachLearnerKnowsIt() throws Exception {
        predict("camera-3", 1);
        for (int step = 1; step <= 100; step++) {
            MonitorRecord record = story.monitor("main", step, START);
            record.setStreams(Map.of("camera-3", score(step <= 50 ? 0 : 4)));
            state.accept(TopicRole.IMBALANCE, record, START);
            MonitorRecord shadow = story.monitor("shadow", step, START);
            shadow.setStreams(Map.of("camera-3", score(0), "unknown", score(4)));
            state.accept(TopicRole.IMBALANCE, shadow, START);
        }
        JsonNode worst = event("streams").get("worst");
        assertThat(worst).hasSize(1);
        assertThat(worst.get(0).get("accuracy").asDouble()).isGreaterThan(0.95);
        JsonNode values =
                new ObjectMapper().readTree(state.stream("camera-3")).get("series").get("values");
        assertThat(values.get("accuracy").get(0).asDouble()).isBetween(0.2, 0.8);
        assertThat(values.get("accuracy@shadow").get(0).asDouble()).isZero();
        assertThat(values.get("accuracy/audio").get(0).asDouble()).isBetween(0.2, 0.8);
        assertThat(values.get("loss").get(0).asDouble()).isEqualTo(1.5);
    }

    private static StreamScore score(int correct) {
        return new StreamScore(4, correct, 1.5, Map.of("audio", 4), Map.of("audio", correct));
    }

    @Test
    void aTimeThatCannotBeRightIsNotWhatEventTimeHasComeTo() {
        monitor("main", 1, START);
        MonitorRecord far = story.monitor("main", 2, START);
        far.setEventTimeMillis(START + Duration.ofDays(3_650).toMillis());
        state.accept(TopicRole.IMBALANCE, far, START);
        assertThat(state.newestEventMillis()).isEqualTo(START);
    }

    @Test
    void streamsWithoutEndTakeBoundedRoom() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            predict("stream-" + i, i);
        }
        JsonNode streams = event("streams");
        assertThat(streams.get("known").asInt()).isEqualTo(1_000);
        assertThat(streams.get("forgotten").asInt()).isEqualTo(2_000);
        assertThat(streams.get("worst")).hasSize(50);
        assertThat(state.stream("stream-1")).isNull();
        assertThat(state.stream("stream-2999")).isNotNull();
    }

    @Test
    void whoAnswersIsTheChampionUnlessARoleSaysOtherwise() throws Exception {
        state.accept(TopicRole.MODEL_UPDATES, story.version(0, 1, START), START);
        state.accept(TopicRole.MODEL_UPDATES, story.version(1, 9, START), START);
        clock.addAndGet(2_000);
        state.accept(TopicRole.PREDICTIONS, story.prediction("a", 1, 1, clock.get()), clock.get());
        JsonNode versions = event("versions");
        assertThat(versions.get("champion").asText()).isEqualTo("0.1");
        assertThat(versions.get("freshnessMillis").asLong()).isEqualTo(2_000);
        assertThat(versions.get("versions").get(1).get("provenance").get("method").asText())
                .isEqualTo("inforeg");
        state.accept(
                TopicRole.MODEL_UPDATES,
                new RoleUpdate("ambidex", "champion", 0L, 0L, "", "rolled back", START),
                START);
        assertThat(event("versions").get("champion").asText()).isEqualTo("0.0");
    }

    @Test
    void provenanceThatIsNoJsonIsLeftOut() throws Exception {
        var version = story.version(0, 1, START);
        version.setProvenance("{\"method\": </script>");
        state.accept(TopicRole.MODEL_UPDATES, version, START);
        assertThat(event("versions").get("versions").get(0).get("provenance").isNull()).isTrue();
    }

    @Test
    void lagIsToldOfLiveClipsOnly() throws Exception {
        predict("camera-1", 1);
        assertThat(event("status").get("lagMillis").asDouble()).isBetween(1_000.0, 2_000.0);
        Prediction replayed = story.prediction("camera-1", 2, 0, START);
        replayed.setWindowEndMillis(0);
        state.accept(TopicRole.PREDICTIONS, replayed, START);
        assertThat(event("status").get("lagMillis").isNull()).isTrue();
    }

    @Test
    void deadLettersAreShownWithoutTheirContent() throws Exception {
        state.accept(TopicRole.DEAD_LETTERS, StoryRecords.deadLetter("cam", START), START);
        JsonNode happenings = event("happenings");
        assertThat(happenings.get("deadLetters").get("decode").asLong()).isEqualTo(1);
        JsonNode letter = happenings.get("lastDeadLetters").get(0);
        assertThat(letter.get("key").asText()).isEqualTo("cam");
        assertThat(letter.has("value")).isFalse();
    }

    private void monitor(String learner, int step, long at) {
        clock.set(Math.max(clock.get(), at));
        state.accept(TopicRole.IMBALANCE, story.monitor(learner, step, at), at);
    }

    private void predict(String stream, int clip) {
        Prediction prediction = story.prediction(stream, clip, 0, clock.get());
        state.accept(TopicRole.PREDICTIONS, prediction, clock.get());
    }

    private JsonNode event(String name) throws Exception {
        return find(state.news(reader), name);
    }

    private static JsonNode find(List<ViewEvent> events, String name) throws Exception {
        for (ViewEvent event : events) {
            if (event.name().equals(name)) {
                return new ObjectMapper().readTree(event.json());
            }
        }
        throw new AssertionError("no event " + name + " among " + events);
    }

    private static JsonNode topic(JsonNode status, String name) {
        for (JsonNode topic : status.get("topics")) {
            if (topic.get("name").asText().equals(name)) {
                return topic;
            }
        }
        throw new AssertionError("no topic " + name);
    }

    private static long sizeOf(List<ViewEvent> events) {
        return events.stream().mapToLong(event -> event.json().length()).sum();
    }
}
