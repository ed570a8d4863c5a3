/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.Topic;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.flink.options.KafkaSettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes and checks the topics of a job. */
@Command(
        name = "topics",
        description = "Make and check the topics of a job.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TopicsCommand.Create.class,
            TopicsCommand.Validate.class,
            TopicsCommand.Acls.class
        })
final class TopicsCommand extends CommandGroup {
    /** How to reach the broker, and for how long to try. */
    static final class Access {
        @Mixin private ConfigMixin config;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "15",
                description = "How long to wait for the broker. Default: ${DEFAULT-VALUE}.")
        private int timeoutSeconds;

        @Option(
                names = "--replayable",
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description =
                        "Whether inputs are kept for ever, so that learning can be repeated from "
                                + "them. Default: ${DEFAULT-VALUE}.")
        private boolean replayable;

        Configuration options() {
            return config.read();
        }

        TopicAdmin admin(Configuration options) throws KafkaAccessException {
            return new TopicAdmin(
                    KafkaSettings.connection(options), Duration.ofSeconds(timeoutSeconds));
        }
    }

    @Command(
            name = "create",
            description =
                    "Create the topics that are missing, with the settings they need. Those that "
                            + "exist are left as they are.")
    static final class Create extends BaseCommand {
        @Mixin private Access access;

        @Option(
                names = "--partitions",
                paramLabel = "N",
                defaultValue = "2",
                description =
                        "Partitions of inputs, predictions and dead letters. Default: "
                                + "${DEFAULT-VALUE}.")
        private int partitions;

        @Option(
                names = "--replication-factor",
                paramLabel = "N",
                defaultValue = "-1",
                description = "Copies of each partition; -1 for the broker's default.")
        private int replicationFactor;

        @Override
        public Integer call() throws KafkaAccessException {
            Configuration options = access.options();
            List<Topic> topics = KafkaSettings.topics(options).all();
            try (TopicAdmin admin = access.admin(options)) {
                List<Topic> created =
                        admin.create(topics, partitions, replicationFactor, access.replayable);
                for (Topic topic : topics) {
                    out().println((created.contains(topic) ? "created " : "exists  ") + topic);
                }
                return report(admin.problems(topics, access.replayable));
            }
        }

        private int report(List<String> problems) {
            problems.forEach(p -> err().println("error: " + p));
            return problems.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
        }
    }

    @Command(
            name = "validate",
            description = "Check that the topics exist with the right settings.")
    static final class Validate extends BaseCommand {
        @Mixin private Access access;

        @Override
        public Integer call() throws KafkaAccessException {
            Configuration options = access.options();
            List<Topic> topics = KafkaSettings.topics(options).all();
            try (TopicAdmin admin = access.admin(options)) {
                List<String> problems = admin.problems(topics, access.replayable);
                if (problems.isEmpty()) {
                    out().println(topics.size() + " topics are as they should be");
                    return ExitStatus.OK;
                }
                problems.forEach(p -> err().println("error: " + p));
                return ExitStatus.FAILED;
            }
        }
    }

    @Command(
            name = "acls",
            description =
                    "Print the least that the job's user must be allowed to do, as calls of "
                            + "Kafka's kafka-acls. Asks no broker.")
    static final class Acls extends BaseCommand {
        @Mixin private ConfigMixin config;

        @Option(
                names = "--principal",
                paramLabel = "TYPE:NAME",
                defaultValue = "User:ambidex",
                description = "Who runs the job. Default: ${DEFAULT-VALUE}.")
        private String principal;

        @Override
        public Integer call() {
            StartChecks.requiredAcls(config.read())
                    .forEach(acl -> out().println(acl.asCommand(principal)));
            return ExitStatus.OK;
        }
    }
}
