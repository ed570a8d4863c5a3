/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.MonitoringOptions;
import io.ambidex.flink.options.OptionCatalog;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.ServingOptions;
import io.ambidex.flink.options.TrainingOptions;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;

/** The options of the job in a demo: small batches and many versions, so that little shows much. */
final class DemoConfiguration {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);
    private static final int BATCH_SIZE = 8;
    private static final double LEARNING_RATE = 0.05;
    private static final int VERSIONS = 50;
    private static final int CONTRIBUTION_STEPS = 1;
    private static final int MIN_VERSION_INTERVAL_STEPS = 2;

    /** A demo that fails should say so instead of trying for ever. */
    private static final int RESTARTS = 1;

    private DemoConfiguration() {}

    /** Everything but the address of the broker. */
    static Configuration of(DemoOptions options, DemoInput input, DemoFolder folder) {
        Configuration job = new Configuration();
        job.set(ConnectionOptions.TRANSACTIONAL_ID_PREFIX, "ambidex-demo");
        // The player gives every partition heartbeats: no clock needs to decide anything.
        job.set(ConnectionOptions.EMPTY_INPUT_TIMEOUT, Duration.ZERO);
        job.set(TrainingOptions.ENABLED, options.training());
        job.set(TrainingOptions.SEED, options.seed());
        job.set(TrainingOptions.METHOD, options.method());
        job.set(TrainingOptions.METHOD_OPTIONS, options.methodOptions());
        if (options.story().shadow() != null) {
            job.set(TrainingOptions.SHADOW_METHOD, options.story().shadow());
        }
        job.set(MonitoringOptions.CONTRIBUTION_INTERVAL_STEPS, CONTRIBUTION_STEPS);
        job.set(TrainingOptions.BATCH_SIZE, BATCH_SIZE);
        job.set(TrainingOptions.LEARNING_RATE, LEARNING_RATE);
        job.set(TrainingOptions.DEVICE, options.device());
        job.set(ServingOptions.DEVICE, options.device());
        job.set(PublicationOptions.DIRECTORY, folder.models().toUri().toString());
        input.describeTo(job);
        setFlink(job, CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        setFlink(
                job,
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.checkpoints().toUri().toString());
        setFlink(job, CoreOptions.DEFAULT_PARALLELISM, 1);
        setFlink(job, RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        setFlink(job, RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, RESTARTS);
        options.overrides().forEach(job::setString);
        if (!job.contains(PublicationOptions.INTERVAL_STEPS)) {
            int batch = job.get(TrainingOptions.BATCH_SIZE);
            job.set(PublicationOptions.INTERVAL_STEPS, versionInterval(input.clips() / batch));
        }
        return job;
    }

    private static int versionInterval(long steps) {
        return (int) Math.max(MIN_VERSION_INTERVAL_STEPS, steps / VERSIONS);
    }

    /** The checkpoint interval of a job with these options. */
    static Duration checkpointInterval(Configuration job) {
        return flinkOptions(job).get(CheckpointingOptions.CHECKPOINTING_INTERVAL);
    }

    private static Configuration flinkOptions(Configuration job) {
        Configuration flink = new Configuration();
        job.toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(OptionCatalog.FLINK_PREFIX)) {
                                flink.setString(
                                        key.substring(OptionCatalog.FLINK_PREFIX.length()), value);
                            }
                        });
        return flink;
    }

    private static <T> void setFlink(Configuration job, ConfigOption<T> option, T value) {
        Configuration flink = new Configuration();
        flink.set(option, value);
        flink.toMap().forEach((key, text) -> job.setString(OptionCatalog.FLINK_PREFIX + key, text));
    }
}
