/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.dashboard.control.ControlCommands;
import io.ambidex.flink.dashboard.control.ControlRequest;
import io.ambidex.flink.dashboard.control.ControlSender;
import io.ambidex.flink.dashboard.control.RefusedCommandException;
import io.ambidex.flink.dashboard.view.CommandAnswer;
import io.ambidex.flink.dashboard.view.DashboardState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Gives commands to a job of which only the topics are known, and hears what it says to them. */
public final class RemoteControl implements AutoCloseable {
    private static final long POLL_MILLIS = 100;

    private final DashboardState state;
    private final ControlCommands commands;
    private final TopicFollower follower;

    /**
     * Begins to follow the job.
     *
     * @param origin who gives the commands; begins their names
     * @param kafka how to reach the brokers
     * @param topics the topics of the job
     * @param history how far back to look for the job's event time
     */
    public RemoteControl(String origin, KafkaConnection kafka, Topics topics, Duration history) {
        Map<TopicRole, String> followed = new EnumMap<>(TopicRole.class);
        for (TopicRole role :
                List.of(TopicRole.IMBALANCE, TopicRole.PREDICTIONS, TopicRole.ALERTS)) {
            followed.put(role, topics.name(role));
        }
        state = new DashboardState(followed, System::currentTimeMillis);
        commands =
                new ControlCommands(
                        origin, new ControlSender(kafka, topics.name(TopicRole.CONTROL)), state);
        follower = new TopicFollower(kafka, followed, history, state, System::currentTimeMillis);
    }

    /**
     * Waits until what the job has written is read.
     *
     * @return why it was not in time; empty when it was
     */
    public Optional<String> awaitJob(Duration patience) throws InterruptedException {
        if (await(patience, state::caughtUp)) {
            return Optional.empty();
        }
        String problem = state.problem();
        return Optional.of(
                problem == null
                        ? "the output topics were not read within %d s"
                                .formatted(patience.toSeconds())
                        : problem);
    }

    /** See {@link ControlCommands#give}. */
    public Control give(ControlRequest request) throws RefusedCommandException {
        return commands.give(request);
    }

    /** See {@link ControlCommands#giveAt}. */
    public Control giveAt(ControlRequest request, long atMillis) throws RefusedCommandException {
        return commands.giveAt(request, atMillis);
    }

    /** Waits for what the job says to a command; it does so when its event time has come. */
    public Optional<CommandAnswer> awaitAnswer(Control command, Duration patience)
            throws InterruptedException {
        await(patience, () -> state.answerTo(command.getCommandId()) != null);
        return Optional.ofNullable(state.answerTo(command.getCommandId()));
    }

    @Override
    public void close() {
        follower.close();
    }

    private static boolean await(Duration patience, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
