/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.dashboard.Dashboard;
import io.ambidex.flink.local.LocalCluster;
import io.ambidex.flink.pipeline.AmbidexJob;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the job in this JVM or submits it to a cluster. */
@Command(name = "run", description = "Run the job in this JVM, or submit it to a Flink cluster.")
final class RunCommand extends BaseCommand {
    private static final String LOCAL = "local";
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(30);

    @Mixin private ConfigMixin config;

    @Mixin private PageMixin page;

    @Option(
            names = {"-m", "--target"},
            paramLabel = "local|HOST:PORT",
            defaultValue = LOCAL,
            description =
                    "Where to run: in this JVM, or on the cluster whose REST endpoint listens "
                            + "there. Default: ${DEFAULT-VALUE}.")
    private String target;

    @Option(
            names = {"-d", "--detached"},
            description = "Do not wait for the end of a job on a cluster.")
    private boolean detached;

    @Option(
            names = {"-s", "--from-savepoint"},
            paramLabel = "PATH",
            description = "Savepoint or checkpoint to go on from.")
    private String savepoint;

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "Jar to send to the cluster. Default: the one of this command.")
    private Path jar;

    @Mixin private ChecksMixin checks;

    @Override
    public Integer call() throws Exception {
        Optional<ClusterAddress> cluster =
                target.equals(LOCAL) ? Optional.empty() : Optional.of(ClusterAddress.parse(target));
        page.check(cluster.isEmpty());
        Configuration options = config.read();
        JobValidation.requireValid(options);
        checks.requireTopics(options);
        if (cluster.isEmpty()) {
            checks.requireNetwork(options, savepoint != null);
        }
        return cluster.isEmpty() ? runHere(options) : runOn(cluster.get(), options);
    }

    private int runHere(Configuration options) throws Exception {
        Configuration flink = AmbidexJob.flinkOptions(options);
        int slots =
                Math.max(
                        flink.get(TaskManagerOptions.NUM_TASK_SLOTS),
                        Runtime.getRuntime().availableProcessors());
        // First the page, whose port may be taken: nothing has been started then.
        try (Dashboard dashboard = page.start(options);
                LocalCluster cluster =
                        LocalCluster.start(
                                flink, slots, flink.getOptional(RestOptions.PORT).orElse(0))) {
            ClusterAddress address = ClusterAddress.parse(cluster.address());
            JobClient job = new JobSubmission(options, List.of(), savepoint).submitTo(address);
            announce(job, address);
            warnOfCheckpointsInMemory(flink);
            if (dashboard != null) {
                out().println("page " + dashboard.address());
                out().flush();
            }
            return await(job);
        }
    }

    private void warnOfCheckpointsInMemory(Configuration flink) {
        if (!flink.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            err().printf(
                            "warning: flink.%s is not set: checkpoints stay in the memory of this "
                                    + "process and end with it, and the job fails when a part of "
                                    + "its state exceeds %d MB%n",
                            CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
                            JobManagerCheckpointStorage.DEFAULT_MAX_STATE_SIZE >> 20);
            err().flush();
        }
    }

    private int runOn(ClusterAddress cluster, Configuration options) throws Exception {
        Path sent = jar == null ? ownJar() : jar;
        if (!Files.isRegularFile(sent)) {
            throw CommandException.usage("no such file: " + sent);
        }
        cluster.requireCluster();
        JobClient job = new JobSubmission(options, List.of(sent), savepoint).submitTo(cluster);
        announce(job, cluster);
        return detached ? ExitStatus.OK : await(job);
    }

    private void announce(JobClient job, ClusterAddress cluster) {
        out().printf("job %s at http://%s%n", job.getJobID(), cluster);
        out().flush();
    }

    /** Waits for the end of the job; an interrupted command cancels it. */
    private int await(JobClient job) throws Exception {
        try (CleanExit exit = new CleanExit(CANCEL_PATIENCE.plusSeconds(5))) {
            job.getJobExecutionResult().get();
            return ExitStatus.OK;
        } catch (InterruptedException e) {
            err().println("stopping the job ...");
            err().flush();
            job.cancel().get(CANCEL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw CommandException.failed("interrupted; the job is cancelled");
        } catch (ExecutionException e) {
            throw CommandException.failed("the job has failed: " + Failures.describe(e), e);
        }
    }

    private static Path ownJar() throws URISyntaxException {
        return Path.of(
                RunCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
