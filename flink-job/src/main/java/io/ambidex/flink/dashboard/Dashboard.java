/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.flink.dashboard.control.ControlCommands;
import io.ambidex.flink.dashboard.control.ControlDesk;
import io.ambidex.flink.dashboard.control.ControlSender;
import io.ambidex.flink.dashboard.view.DashboardState;
import io.ambidex.flink.dashboard.web.DashboardServer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The live page of one job: follows its output topics and serves them to browsers until it is
 * closed.
 *
 * <pre>{@code
 * try (Dashboard dashboard = Dashboard.start(DashboardSettings.DEFAULT, kafka, topics)) {
 *     System.out.println("page " + dashboard.address());
 *     …
 * }
 * }</pre>
 */
public final class Dashboard implements AutoCloseable {
    private final TopicFollower follower;
    private final DashboardServer server;

    private Dashboard(TopicFollower follower, DashboardServer server) {
        this.follower = follower;
        this.server = server;
    }

    /**
     * Starts to follow and to serve. The topics need not exist yet, nor need the brokers answer:
     * the page says what is missing and goes on when it comes.
     *
     * @param kafka how to reach the brokers
     * @param topics the topics of the job
     * @throws IOException if the port cannot be used; the message says which
     */
    public static Dashboard start(DashboardSettings settings, KafkaConnection kafka, Topics topics)
            throws IOException {
        Map<TopicRole, String> followed = followed(topics);
        DashboardState state = new DashboardState(followed, System::currentTimeMillis);
        ControlDesk desk =
                new ControlDesk(
                        settings.control(),
                        new ControlCommands(
                                "page",
                                new ControlSender(kafka, topics.name(TopicRole.CONTROL)),
                                state));
        DashboardServer server =
                DashboardServer.start(settings.host(), settings.port(), state, desk);
        TopicFollower follower =
                new TopicFollower(
                        kafka, followed, settings.history(), state, System::currentTimeMillis);
        return new Dashboard(follower, server);
    }

    /** Where the page is: {@code http://127.0.0.1:PORT/}. */
    public String address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        follower.close();
    }

    private static Map<TopicRole, String> followed(Topics topics) {
        Map<TopicRole, String> followed = new EnumMap<>(TopicRole.class);
        for (TopicRole role : TopicRole.values()) {
            if (!role.isTimedInput() && role != TopicRole.CONTROL) {
                followed.put(role, topics.name(role));
            }
        }
        return followed;
    }
}
