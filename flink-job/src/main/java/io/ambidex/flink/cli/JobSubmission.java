/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.pipeline.AmbidexJob;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job on its way to a cluster.
 *
 * @param options options of the job
 * @param jars what the cluster does not have in its class path; empty for a cluster in this JVM
 * @param savepoint where to go on from; null for a fresh start
 */
public record JobSubmission(Configuration options, List<Path> jars, String savepoint) {

    /**
     * Submits the job and returns when the cluster has accepted it.
     *
     * @throws Exception whatever Flink's client throws
     */
    public JobClient submitTo(ClusterAddress cluster) throws Exception {
        Configuration flink = AmbidexJob.flinkOptions(options);
        if (savepoint != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        try (StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createRemoteEnvironment(
                        cluster.host(),
                        cluster.port(),
                        flink,
                        jars.stream().map(Path::toString).toArray(String[]::new))) {
            AmbidexJob.addTo(env, options);
            return env.executeAsync(AmbidexJob.name(options));
        }
    }
}
