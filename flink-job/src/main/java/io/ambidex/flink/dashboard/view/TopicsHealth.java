/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import io.ambidex.connectors.kafka.TopicRole;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Whether the topics can be read, and what could not. */
final class TopicsHealth {
    private final Map<TopicRole, Counts> topics = new EnumMap<>(TopicRole.class);
    private String brokers;

    private static final class Counts {
        private final String name;
        private long records;
        private long unreadable;
        private String lastUnreadable;
        private long lastAtMillis;
        private Long behind;
        private String problem;

        Counts(String name) {
            this.name = name;
        }
    }

    TopicsHealth(Map<TopicRole, String> names) {
        names.forEach((role, name) -> topics.put(role, new Counts(name)));
    }

    void read(TopicRole role, long atMillis) {
        Counts counts = topics.get(role);
        counts.records++;
        counts.lastAtMillis = Math.max(counts.lastAtMillis, atMillis);
    }

    void unreadable(TopicRole role, String reason) {
        Counts counts = topics.get(role);
        counts.unreadable++;
        counts.lastUnreadable = reason;
    }

    void problem(TopicRole role, String problem) {
        topics.get(role).problem = problem;
    }

    void behind(TopicRole role, long records) {
        topics.get(role).behind = records;
    }

    /** Whether all that is committed has been read. */
    boolean caughtUp() {
        return topics.values().stream().allMatch(c -> c.behind != null && c.behind == 0);
    }

    void brokers(String problem) {
        brokers = problem;
    }

    /** The first thing that is wrong; null when nothing is. */
    String problem() {
        return brokers != null
                ? brokers
                : topics.values().stream()
                        .filter(topic -> topic.problem != null)
                        .map(topic -> "topic " + topic.name + " " + topic.problem)
                        .findFirst()
                        .orElse(null);
    }

    String brokers() {
        return brokers;
    }

    List<TopicView> view() {
        return topics.entrySet().stream()
                .map(
                        topic -> {
                            Counts c = topic.getValue();
                            return new TopicView(
                                    topic.getKey().defaultName(),
                                    c.name,
                                    c.records,
                                    c.unreadable,
                                    c.lastUnreadable,
                                    c.lastAtMillis,
                                    c.behind == null ? 0 : c.behind,
                                    c.problem);
                        })
                .toList();
    }

    /**
     * @param role what the topic is for
     * @param name its name
     * @param records records read
     * @param unreadable records that could not be decoded
     * @param lastUnreadable why the last of them could not; null when there is none
     * @param lastAtMillis when the last record was written; 0 before the first
     * @param behind committed records not read yet
     * @param problem why it cannot be read; null when it can
     */
    record TopicView(
            String role,
            String name,
            long records,
            long unreadable,
            String lastUnreadable,
            long lastAtMillis,
            long behind,
            String problem) {}
}
