/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.connectors.schema.RoleUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * All that the page shows, made of the records of the output topics; its size does not depend on
 * how many there were. Thread-safe.
 */
public final class DashboardState {
    private static final String MAIN = "main";
    private static final String SERVING = "serving";
    private static final int MAX_LEARNERS = 4;

    /** Clocks of two machines may differ by this much. */
    private static final long CLOCK_TOLERANCE_MILLIS = 60_000;

    private final LongSupplier clock;
    private final Map<String, LearnerHistory> learners = new LinkedHashMap<>();
    private final ServingHistory serving = new ServingHistory();
    private final StreamsHistory streams = new StreamsHistory();
    private final VersionHistory versions = new VersionHistory();
    private final Happenings happenings = new Happenings();
    private final TopicsHealth topics;
    private final Silence silence = new Silence();
    private final TimeWarnings times = new TimeWarnings();
    private Long newestEventMillis;

    /**
     * @param names the topics that are followed
     * @param clock processing time in milliseconds
     */
    public DashboardState(Map<TopicRole, String> names, LongSupplier clock) {
        this.topics = new TopicsHealth(names);
        this.clock = clock;
    }

    /**
     * Takes in a record.
     *
     * @param role what the topic is for
     * @param record a record of one of its types; others are ignored
     * @param writtenMillis when it was written to the topic
     */
    public synchronized void accept(TopicRole role, SpecificRecord record, long writtenMillis) {
        long now = clock.getAsLong();
        long written = plausible(writtenMillis, now);
        topics.read(role, written);
        if (record instanceof MonitorRecord monitor) {
            add(monitor, now);
        } else if (record instanceof Prediction prediction) {
            add(prediction, now);
        } else if (record instanceof ModelUpdate update) {
            versions.add(update);
        } else if (record instanceof RoleUpdate update) {
            versions.add(update);
        } else if (record instanceof LedgerEntry entry) {
            versions.add(entry);
            happenings.add(entry);
        } else if (record instanceof DeadLetter letter) {
            happenings.add(letter, written);
        } else if (record instanceof Alert alert) {
            happenings.add(alert, plausible(alert.getAtMillis(), now));
        }
    }

    private void add(MonitorRecord monitor, long now) {
        silence.arrived(now);
        reached(monitor.getEventTimeMillis(), now);
        long at = plausible(monitor.getEmittedAtMillis(), now);
        streams.add(monitor, at);
        LearnerHistory learner = learners.get(monitor.getLearner());
        if (learner == null) {
            if (learners.size() == MAX_LEARNERS) {
                return;
            }
            learner = new LearnerHistory(monitor.getLearner());
            learners.put(monitor.getLearner(), learner);
        }
        learner.add(monitor, at);
    }

    private void add(Prediction prediction, long now) {
        reached(prediction.getWindowEndMillis(), now);
        long at = plausible(prediction.getPredictedAtMillis(), now);
        serving.add(prediction, at);
        streams.add(prediction, at);
        versions.answered(prediction);
    }

    /** A record could not be decoded. */
    public synchronized void unreadable(TopicRole role, String reason) {
        topics.unreadable(role, reason);
    }

    /** A topic cannot be read, or can again when {@code problem} is null. */
    public synchronized void problem(TopicRole role, String problem) {
        topics.problem(role, problem);
    }

    /** How many committed records of a topic have not been read yet. */
    public synchronized void behind(TopicRole role, long records) {
        topics.behind(role, records);
    }

    /** The brokers do not answer, or do again when {@code problem} is null. */
    public synchronized void brokers(String problem) {
        topics.brokers(problem);
    }

    /** What is new for a page since it last asked. */
    public synchronized List<ViewEvent> news(PageReader reader) {
        List<ViewEvent> news = new ArrayList<>();
        learners.forEach((name, learner) -> series(name, learner.table(), reader, news));
        series(SERVING, serving.table(), reader, news);
        section("status", status(), reader, news);
        section("streams", streams.view(), reader, news);
        section("versions", versions.view(), reader, news);
        section("happenings", happenings.view(), reader, news);
        return news;
    }

    /** What is known of a stream, as JSON; null when it is not known (any more). */
    public synchronized String stream(String id) {
        StreamHistory.Detail detail = streams.detail(id);
        return detail == null ? null : Json.of(detail);
    }

    /** A time that cannot be right is not what event time has come to. */
    private void reached(long eventMillis, long now) {
        if (times.isPlausible(eventMillis, now)) {
            newestEventMillis =
                    newestEventMillis == null
                            ? eventMillis
                            : Math.max(newestEventMillis, eventMillis);
        }
    }

    /** The newest event time that predictions or steps have reached; null before the first. */
    public synchronized Long newestEventMillis() {
        return newestEventMillis;
    }

    /** Whether all that is committed on the topics has been read. */
    public synchronized boolean caughtUp() {
        return topics.caughtUp();
    }

    /** What the job said to a command; null when it has not, or long ago. */
    public synchronized CommandAnswer answerTo(String commandId) {
        return happenings.answerTo(commandId);
    }

    /** Why the brokers or a topic cannot be read; null when they can. */
    public synchronized String problem() {
        return topics.problem();
    }

    /** A learner's method; null before its first step. */
    public synchronized String method(String learner) {
        LearnerHistory history = learners.get(learner);
        return history == null || history.last() == null ? null : history.last().getMethod();
    }

    /** How many modalities there are, as far as is known. */
    public synchronized int modalities() {
        LearnerHistory main = main();
        return main == null ? streams.modalities().size() : main.last().getModalities().size();
    }

    private LearnerHistory main() {
        LearnerHistory main = learners.get(MAIN);
        return main == null || main.last() == null ? null : main;
    }

    private StatusView status() {
        long now = clock.getAsLong();
        long lastMillis = 0;
        for (LearnerHistory learner : learners.values()) {
            if (learner.last() != null) {
                lastMillis = Math.max(lastMillis, learner.last().getEmittedAtMillis());
            }
        }
        lastMillis = Math.min(lastMillis, now);
        Duration silent = lastMillis == 0 ? null : silence.since(lastMillis, now);
        List<LearnerView> views = new ArrayList<>();
        for (LearnerHistory learner : learners.values()) {
            if (learner.last() != null) {
                views.add(LearnerView.of(learner));
            }
        }
        LearnerHistory main = main();
        return new StatusView(
                main == null ? StateSentence.waiting() : StateSentence.of(main.facts(), silent),
                StateSentence.tone(main == null ? null : main.facts(), silent).word(),
                views,
                lastMillis == 0 ? null : lastMillis,
                silent != null,
                serving.predictions(),
                serving.lagMillis(),
                topics.view(),
                topics.brokers(),
                times.notices());
    }

    private static void series(
            String name, TimeTable table, PageReader reader, List<ViewEvent> news) {
        SeriesPatch patch = table.since(name, reader.mark(name));
        if (patch.at().length == 0) {
            return;
        }
        String json = Json.of(patch);
        if (reader.isNew("series " + name, json)) {
            news.add(new ViewEvent("series", json));
            reader.seen(name, table.mark());
        }
    }

    private static void section(String name, Object view, PageReader reader, List<ViewEvent> news) {
        String json = Json.of(view);
        if (reader.isNew(name, json)) {
            news.add(new ViewEvent(name, json));
        }
    }

    /** Clocks may be wrong: nothing happened in the future. */
    private long plausible(long millis, long now) {
        if (millis > now + CLOCK_TOLERANCE_MILLIS) {
            times.clockAhead(millis - now);
            return now;
        }
        return Math.min(millis, now);
    }
}
