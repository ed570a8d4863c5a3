/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.flink.options.JobChecks;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole job from its options: topics in, pairing, prediction, training, topics out.
 *
 * <pre>{@code
 * Configuration options = OptionFiles.read(Path.of("ambidex.yaml"));
 * StreamExecutionEnvironment env =
 *         StreamExecutionEnvironment.getExecutionEnvironment(AmbidexJob.flinkOptions(options));
 * AmbidexJob.addTo(env, options);
 * env.executeAsync(AmbidexJob.name(options));
 * }</pre>
 */
public final class AmbidexJob {

    /**
     * What Flink must be configured with: everything under {@code flink.} without that prefix, and
     * what the job needs where nothing is said.
     */
    public static Configuration flinkOptions(Configuration options) {
        return FlinkSettings.of(options);
    }

    /** Name of the job in Flink's web interface. */
    public static String name(Configuration options) {
        return FlinkSettings.jobName(options);
    }

    /**
     * Adds every operator of the job.
     *
     * @throws io.ambidex.flink.options.InvalidOptionException if an option is wrong, see {@link
     *     JobChecks}
     */
    public static void addTo(StreamExecutionEnvironment env, Configuration options) {
        JobChecks.check(options);
        throw new UnsupportedOperationException();
    }

    private AmbidexJob() {}
}
