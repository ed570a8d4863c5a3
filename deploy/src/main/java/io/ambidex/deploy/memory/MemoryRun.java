/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayerClock;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.deploy.standalone.BrokerProcess;
import io.ambidex.deploy.standalone.FlinkRest;
import io.ambidex.deploy.standalone.JvmMemory;
import io.ambidex.deploy.standalone.StandaloneCluster;
import io.ambidex.flink.cli.ClusterAddress;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.cli.JobSubmission;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.PublicationOptions;
import io.ambidex.flink.options.TrainingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;

/** One run: start, train and measure, submit and cancel, report. */
final class MemoryRun {
    private static final String NAME = "memory";
    private static final int CLASSES = 6;
    private static final int STREAMS = 4;
    private static final int PARTITIONS = 2;

    /** Few examples in a step: what each step leaves behind shows the sooner. */
    private static final int BATCH_SIZE = 2;

    private static final int VERSION_INTERVAL_STEPS = 500;
    private static final String ARRAY = "ai.djl.pytorch.engine.PtNDArray";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 250;

    /** How often the arrays are counted. */
    private static final int ARRAY_LOOKS = 5;

    /**
     * Memory of the heap is touched at the start, so that what grows later is something else; the
     * collector and the compiler are those that keep the least beside it.
     */
    private static final Map<String, String> FLINK =
            Map.of(
                    "taskmanager.numberOfTaskSlots", "1",
                    "taskmanager.memory.process.size", "1600m",
                    "taskmanager.memory.task.off-heap.size", "512m",
                    "metrics.fetcher.update-interval", "2 s",
                    // A look at the arrays stops the process; on a busy machine that takes long.
                    "heartbeat.timeout", "2 min",
                    "pekko.ask.timeout", "2 min",
                    "env.java.opts.taskmanager", "-XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1",
                    // The JDK holds classes softly for a while: with this they go at once, so that
                    // what stays is held for good.
                    "env.java.opts.jobmanager", "-XX:SoftRefLRUPolicyMSPerMB=0");

    private final MemoryOptions options;
    private final Path home;
    private final PrintWriter out;
    private final BrokerProcess broker;
    private final StandaloneCluster cluster;
    private final Simulator simulator;
    private final PausableClock clock = new PausableClock(PlayerClock.SYSTEM);
    private FlinkRest rest;
    private String address;
    private JvmMemory taskManager;
    private JvmMemory jobManager;

    /**
     * @param home the layout
     * @param out where progress goes
     */
    MemoryRun(MemoryOptions options, Path home, PrintWriter out) throws IOException {
        this.options = options;
        this.home = home;
        this.out = out;
        this.broker = new BrokerProcess(home, options.out().resolve("broker"));
        this.cluster = new StandaloneCluster(home, clusterFolder());
        this.simulator =
                new Simulator(
                        SimulatorOptions.builder()
                                .scenes(options.clips())
                                .seed(options.seed())
                                .streams(STREAMS)
                                .classes(CLASSES)
                                .labelDelay(Duration.ofMillis(200), Duration.ofSeconds(2))
                                .build());
    }

    /**
     * Runs to the end.
     *
     * @return whether everything that must hold does
     */
    boolean run() throws Exception {
        Configuration job = job();
        try (broker) {
            broker.start();
            createTopics(job);
            address = cluster.start(1, 0, null, PATIENCE, FLINK);
            rest = new FlinkRest(address);
            taskManager = new JvmMemory(cluster.pid(StandaloneCluster.taskManager(1)));
            jobManager = new JvmMemory(cluster.pid(StandaloneCluster.JOB_MANAGER));
            MemoryReport report = new MemoryReport(options);
            train(job, report);
            for (int cycle = 1; cycle <= options.cycles(); cycle++) {
                cycle(job, cycle, report);
            }
            report.sameProcess(
                    taskManager.pid() == cluster.pid(StandaloneCluster.taskManager(1)),
                    linkErrors());
            report.write(options.out());
            report.print(out);
            return report.allHold();
        } finally {
            cluster.stop();
        }
    }

    private void train(Configuration job, MemoryReport report) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (MediaPlayer player = player(KafkaSettings.topics(job))) {
            Future<?> playing = thread.submit(() -> player.play(simulator.streams()));
            // A job that is behind fills every batch and buffer: all is as large as it gets before
            // it counts.
            Thread.sleep(options.backlog().toMillis());
            String id = submit(job);
            awaitFirstStep(id);
            long start = System.nanoTime();
            int looks = 0;
            while (sinceSeconds(start) < options.training().toSeconds()) {
                if (playing.isDone()) {
                    playing.get();
                }
                double seconds = sinceSeconds(start);
                boolean counts = seconds >= options.warmUp().toSeconds();
                requireAlive();
                look(id, counts, report);
                if (seconds >= options.warmUp().toSeconds() + looks * interval()) {
                    looks++;
                    report.arrays(arraysAtRest(id));
                    say("%5.1f min  %s", seconds / 60, report.progress());
                }
                Thread.sleep(LOOK.toMillis());
            }
            cancel(id);
            player.cancel();
            playing.get();
        } finally {
            thread.shutdownNow();
        }
    }

    private void look(String id, boolean counts, MemoryReport report)
            throws IOException, InterruptedException {
        try {
            long steps = steps(id);
            if (steps > 0) {
                report.resident(
                        steps,
                        taskManager.residentKib() / 1024.0,
                        taskManager.codeKib() / 1024.0,
                        counts);
            }
        } catch (HttpTimeoutException e) {
            // The machine was too busy to tell: the next look does.
        }
    }

    /** Seconds between two looks at the arrays. */
    private double interval() {
        return options.training().minus(options.warmUp()).toSeconds() / (double) ARRAY_LOOKS;
    }

    /** Live arrays between two steps: nothing is played until the job has used all that was. */
    private long arraysAtRest(String id) throws InterruptedException, IOException {
        clock.hold();
        try {
            long[] before = {-1};
            await(
                    "the job did not come to rest",
                    () -> {
                        long steps = steps(id);
                        boolean rests = steps == before[0];
                        before[0] = steps;
                        Thread.sleep(LOOK.toMillis());
                        return rests;
                    });
            return taskManager.reachable(ARRAY);
        } finally {
            clock.release();
        }
    }

    private void cycle(Configuration job, int cycle, MemoryReport report) throws Exception {
        String id = submit(job);
        awaitFirstStep(id);
        cancel(id);
        double heap = heapAtRest();
        double metaspace = taskManager.metaspaceKib() / 1024.0;
        jobManager.collectGarbage();
        double ofJobManager = jobManager.metaspaceKib() / 1024.0;
        report.afterCycle(cycle, metaspace, heap, ofJobManager);
        say(
                "cycle %d  metaspace %.1f MiB, of the job manager %.1f MiB; heap %.1f MiB, %.1f MiB "
                        + "resident",
                cycle, metaspace, ofJobManager, heap, taskManager.residentKib() / 1024.0);
    }

    /** What is reachable once it gets no less: threads and buffers of a job outlive it a little. */
    private double heapAtRest() throws IOException, InterruptedException {
        long before;
        long now = taskManager.reachableKib();
        do {
            before = now;
            Thread.sleep(SETTLING.toMillis());
            now = taskManager.reachableKib();
        } while (now < before);
        return before / 1024.0;
    }

    private String submit(Configuration job) throws Exception {
        return new JobSubmission(job, List.of(home.resolve("job/ambidex.jar")), null)
                .submitTo(ClusterAddress.parse(address))
                .getJobID()
                .toString();
    }

    private void cancel(String id) throws InterruptedException {
        await(
                "the job was not cancelled",
                () -> {
                    if (rest.state(id).equals("RUNNING")) {
                        rest.cancel(id);
                    }
                    return rest.state(id).equals("CANCELED");
                });
    }

    private void awaitFirstStep(String id) throws InterruptedException {
        await("the job did not train", () -> steps(id) > 0);
    }

    private long steps(String id) throws IOException, InterruptedException {
        return rest.metric(id, "ambidex.training.steps");
    }

    /** Something to wait for. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String problem, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                requireAlive();
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                // The machine may be too busy to answer in time: asked again.
            }
            if (System.nanoTime() > deadline) {
                throw CommandException.failed(
                        "%s within %d s: see %s"
                                .formatted(problem, PATIENCE.toSeconds(), clusterFolder()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Nothing that is waited for can come once a process has gone. */
    private void requireAlive() throws IOException {
        cluster.requireAlive();
        broker.requireAlive();
    }

    /** Lines of the task manager's log that tell of natives loaded twice. */
    private long linkErrors() throws IOException {
        Path log = clusterFolder().resolve("log/" + StandaloneCluster.taskManager(1) + ".log");
        return Files.readAllLines(log).stream()
                .filter(
                        line ->
                                line.contains("UnsatisfiedLinkError")
                                        || line.contains("already loaded in another classloader"))
                .count();
    }

    private void createTopics(Configuration job) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (TopicAdmin admin = new TopicAdmin(broker.connection(), Duration.ofSeconds(15))) {
                admin.create(KafkaSettings.topics(job).all(), PARTITIONS, 1, true);
                return;
            } catch (KafkaAccessException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private MediaPlayer player(Topics topics) {
        return MediaPlayer.connect(
                broker.connection(),
                new PlayerTopics(
                        topics.name(TopicRole.AUDIO),
                        topics.name(TopicRole.VIDEO),
                        topics.name(TopicRole.LABELS)),
                PlayerOptions.DEFAULT.withSpeed(options.rate() / STREAMS),
                FlowControl.UNLIMITED,
                clock);
    }

    private Configuration job() {
        Configuration job = new Configuration();
        job.set(ConnectionOptions.BOOTSTRAP_SERVERS, broker.connection().bootstrapServers());
        job.set(ConnectionOptions.GROUP_ID, NAME);
        job.set(ConnectionOptions.TRANSACTIONAL_ID_PREFIX, NAME);
        // The player gives every partition heartbeats: no clock needs to decide anything.
        job.set(ConnectionOptions.EMPTY_INPUT_TIMEOUT, Duration.ZERO);
        job.set(LabelOptions.CLASSES, simulator.classes());
        job.set(TrainingOptions.SEED, options.seed());
        job.set(TrainingOptions.BATCH_SIZE, BATCH_SIZE);
        job.set(TrainingOptions.DEVICE, "cpu");
        job.set(PublicationOptions.INTERVAL_STEPS, VERSION_INTERVAL_STEPS);
        job.set(PublicationOptions.DIRECTORY, options.out().resolve("models").toUri().toString());
        job.setString("flink.execution.checkpointing.interval", "5 s");
        options.overrides().forEach(job::setString);
        return job;
    }

    private Path clusterFolder() {
        return options.out().resolve("cluster");
    }

    private static double sinceSeconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
