/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.pipeline.AmbidexJob;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The main class of the job's jar, for {@code flink run ambidex.jar --config FILE} and for
 * application mode. It runs where Flink says, and throws where {@code ambidex} would end the JVM,
 * which may be a job manager.
 */
public final class JobMain {
    private JobMain() {}

    @Command(name = "ambidex.jar", description = "The job.")
    static final class Arguments {
        @Mixin private ConfigMixin config;

        @Mixin private ChecksMixin checks;
    }

    /**
     * Builds and executes the job.
     *
     * @param args {@code --config FILE [-D key=value]... [--no-checks]}; a first word {@code run}
     *     is left out
     * @throws Exception whatever Flink throws, and {@link IllegalArgumentException} with one line
     *     when an argument or an option is wrong, or broker, topics or rights are not as the job
     *     needs them
     */
    public static void main(String[] args) throws Exception {
        boolean run = args.length > 0 && args[0].equals("run");
        Arguments arguments = new Arguments();
        try {
            new CommandLine(arguments)
                    .parseArgs(run ? Arrays.copyOfRange(args, 1, args.length) : args);
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(Failures.describe(e), e);
        }
        Configuration options = arguments.config.read();
        arguments.checks.requireTopics(options);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        AmbidexJob.flinkOptions(options));
        AmbidexJob.addTo(env, options);
        env.execute(AmbidexJob.name(options));
    }
}
