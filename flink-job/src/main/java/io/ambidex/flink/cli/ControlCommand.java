/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.dashboard.RemoteControl;
import io.ambidex.flink.dashboard.control.ControlRequest;
import io.ambidex.flink.dashboard.control.RefusedCommandException;
import io.ambidex.flink.dashboard.view.CommandAnswer;
import io.ambidex.flink.options.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives one command to a running job. */
@Command(
        name = "control",
        description = {
            "Change balancing method, options and drift settings of a running job, or freeze its "
                    + "training, through the control topic; and wait for what it says to that.",
            "A command takes effect before the first mini-batch at or after its event time. Ends "
                    + "with status 0 when the job has taken it, 1 when it was refused or nothing "
                    + "was heard in time."
        })
final class ControlCommand extends BaseCommand {
    private static final int DEFAULT_AFTER_SECONDS = 10;
    private static final Duration HISTORY = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Mixin private ConfigMixin config;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "Balancing method, or several joined with +. Default: the one there.")
    private String method;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of the method; those not named take their defaults. Repeat.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--drift",
            paramLabel = "KEY=VALUE",
            description =
                    "An option of the drift watch, such as drift.adwin.delta=0.01; an empty value "
                            + "goes back to what is configured. Repeat.")
    private Map<String, String> drift = new LinkedHashMap<>();

    @ArgGroup private Freezing freezing;

    @Option(
            names = "--learner",
            paramLabel = "main|shadow",
            defaultValue = "main",
            description = "Whose method changes. Default: ${DEFAULT-VALUE}.")
    private String learner;

    @ArgGroup private Moment moment;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "How long to wait for the job's answer; 0 does not wait. Default: "
                            + "${DEFAULT-VALUE}.")
    private long waitSeconds;

    private static final class Freezing {
        @Option(names = "--freeze", description = "Stop learning; scoring goes on.")
        private boolean freeze;

        @Option(names = "--unfreeze", description = "Learn again.")
        private boolean unfreeze;
    }

    private static final class Moment {
        @Option(
                names = "--after",
                paramLabel = "SECONDS",
                description =
                        "Takes effect so much event time after the newest that the job has told of. "
                                + "Default: "
                                + DEFAULT_AFTER_SECONDS
                                + ".")
        private Double after;

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description = "Takes effect at this event time, such as 2026-01-31T10:00:00Z.")
        private Instant at;
    }

    @Override
    public Integer call() throws Exception {
        Configuration job = config.read();
        try (RemoteControl control =
                new RemoteControl(
                        "cli", KafkaSettings.connection(job), KafkaSettings.topics(job), HISTORY)) {
            Optional<String> problem = control.awaitJob(PATIENCE);
            if (problem.isPresent()) {
                throw CommandException.failed(problem.get());
            }
            Control command = give(control);
            out().printf(
                            "command %s takes effect at event time %s%n",
                            command.getCommandId(),
                            Instant.ofEpochMilli(command.getEffectiveAtMillis()));
            out().flush();
            return waitSeconds > 0 ? answer(control, command) : ExitStatus.OK;
        }
    }

    private Control give(RemoteControl control) {
        try {
            return moment != null && moment.at != null
                    ? control.giveAt(request(0), moment.at.toEpochMilli())
                    : control.give(request(moment == null ? DEFAULT_AFTER_SECONDS : moment.after));
        } catch (RefusedCommandException e) {
            throw e.reason() == RefusedCommandException.Cause.WRONG
                    ? CommandException.usage(e.getMessage())
                    : CommandException.failed(e.getMessage());
        }
    }

    private ControlRequest request(double afterSeconds) {
        return new ControlRequest(
                method,
                options,
                freezing == null ? null : freezing.freeze,
                learner,
                drift,
                afterSeconds);
    }

    private int answer(RemoteControl control, Control command) throws InterruptedException {
        Optional<CommandAnswer> answer =
                control.awaitAnswer(command, Duration.ofSeconds(waitSeconds));
        out().println(
                        answer.map(CommandAnswer::message)
                                .orElse(
                                        "nothing heard within %d s: the answer will be on the alerts topic"
                                                .formatted(waitSeconds)));
        return answer.filter(CommandAnswer::applied).isPresent()
                ? ExitStatus.OK
                : ExitStatus.FAILED;
    }
}
