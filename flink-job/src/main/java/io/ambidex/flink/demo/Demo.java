/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.Topic;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.degradation.Degradation;
import io.ambidex.connectors.media.degradation.Degradations;
import io.ambidex.connectors.media.degradation.Moment;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerReport;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.flink.cli.ClusterAddress;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.cli.Failures;
import io.ambidex.flink.cli.JobSubmission;
import io.ambidex.flink.cli.JobValidation;
import io.ambidex.flink.dashboard.Dashboard;
import io.ambidex.flink.dashboard.DashboardSettings;
import io.ambidex.flink.local.EmbeddedKafka;
import io.ambidex.flink.local.LocalCluster;
import io.ambidex.flink.options.ConnectionOptions;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.pipeline.AmbidexJob;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/** One run: everything is started, played, drained, checked, summed up and stopped. */
public final class Demo {
    private static final int PARTITIONS = 2;
    private static final int SLOTS = 4;
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(120);
    private static final Duration QUIET = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 500;

    private static final Duration MIN_LEAD = Duration.ofSeconds(10);
    private static final Duration MAX_LEAD = Duration.ofMinutes(5);

    /** A small part of the whole: later clips are predicted by what earlier ones have taught. */
    private static final int LEADS_IN_ALL = 10;

    private final DemoOptions options;
    private final DemoFolder folder;
    private final PrintWriter out;
    private final boolean terminal;
    private final PlayedLabels played = new PlayedLabels();
    private volatile PlayerReport report;

    /**
     * @param options what is wanted; the folder is prepared
     * @param out where progress and summary go
     * @param terminal whether {@code out} is a terminal that can show a progress bar
     */
    public Demo(DemoOptions options, PrintWriter out, boolean terminal) {
        this.options = options;
        this.folder = new DemoFolder(options.out().toAbsolutePath().normalize());
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Runs to the end.
     *
     * @return whether everything that was promised has happened
     * @throws InterruptedException when the run is ended from outside; all is stopped then
     * @throws Exception when something cannot be started or the job fails
     */
    public boolean run() throws Exception {
        DemoInput input = inputOf(options);
        Degradations degradations = degradations(input);
        Configuration job = DemoConfiguration.of(options, input, folder);
        JobValidation.requireValid(job);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.kafka())) {
            job.set(ConnectionOptions.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
            Topics topics = KafkaSettings.topics(job);
            createTopics(kafka.connection(), topics);
            try (LocalCluster cluster = LocalCluster.start(AmbidexJob.flinkOptions(job), SLOTS, 0);
                    Dashboard dashboard =
                            Dashboard.start(
                                    DashboardSettings.DEFAULT, kafka.connection(), topics)) {
                say("broker   %s", kafka.bootstrapServers());
                say("web UI   http://%s", cluster.address());
                say("page     %s", dashboard.address());
                say("folder   %s", folder.root());
                Summary summary =
                        runJob(input, degradations, job, topics, kafka.connection(), cluster);
                Summaries.write(summary, folder.summary());
                Summaries.print(summary, folder.summary(), out);
                if (options.keep()) {
                    say("%nbroker, page and web UI go on until you press Ctrl-C");
                    Thread.sleep(Long.MAX_VALUE);
                }
                return summary.allKept();
            }
        }
    }

    private static DemoInput inputOf(DemoOptions options) {
        return options.media() == null
                ? new SimulatedInput(options.clips(), options.seed(), options.streams())
                : new MediaInput(options.media(), options.clips(), options.streams());
    }

    private Degradations degradations(DemoInput input) {
        List<Degradation> wanted = options.story().degradations(input.clips(), input.noise());
        for (Degradation degradation : wanted) {
            Moment from = degradation.from();
            if (from.inClips() && from.value() >= input.clips()) {
                throw CommandException.usage(
                        "a degradation begins at clip %d, but there are %d clips, from 0"
                                .formatted(from.value(), input.clips()));
            }
        }
        return new Degradations(
                wanted, input.times(), () -> input.babble(options.seed()), options.seed());
    }

    private static void createTopics(KafkaConnection kafka, Topics topics) throws Exception {
        try (TopicAdmin admin = new TopicAdmin(kafka, BROKER_PATIENCE)) {
            admin.create(topics.all(), PARTITIONS, 1, true);
        }
    }

    private Summary runJob(
            DemoInput input,
            Degradations degradations,
            Configuration job,
            Topics topics,
            KafkaConnection kafka,
            LocalCluster cluster)
            throws Exception {
        long start = System.nanoTime();
        Observations observations = new Observations(input.classes());
        JobClient client =
                new JobSubmission(job, List.of(), null)
                        .submitTo(ClusterAddress.parse(cluster.address()));
        try (OutputReader reader =
                        new OutputReader(kafka.properties(), outputs(topics), observations);
                MediaPlayer player = connect(input, kafka, topics, observations)) {
            watch(input, degradations, player, client, observations, reader);
            Duration wallTime = Duration.ofNanos(System.nanoTime() - start);
            stop(client);
            reader.finish();
            Duration interval = DemoConfiguration.checkpointInterval(job);
            DemoRun run = new DemoRun(options.seed(), options.method(), input.name(), interval);
            return observations.read(seen -> sumUp(run, input, degradations, seen, wallTime));
        }
    }

    private Summary sumUp(
            DemoRun run,
            DemoInput input,
            Degradations degradations,
            Observations.View seen,
            Duration wallTime) {
        Evidence evidence =
                new Evidence(
                        played, seen, input.problems(), ModelFiles.problems(seen.versions().all()));
        long takeUpMillis = 3 * run.checkpointInterval().toMillis();
        List<Promise> promises = Promises.check(evidence, options.training(), takeUpMillis);
        Story story =
                options.training()
                        ? new StoryTeller(
                                        StoryPart.cut(
                                                degradations.spans(),
                                                input.times().startMillis(),
                                                input.times().startOfClipMillis(Long.MAX_VALUE)),
                                        played)
                                .tell(seen.monitors(), seen.shadow())
                        : null;
        return Summaries.of(run, played, seen, wallTime, story, promises);
    }

    private static List<String> outputs(Topics topics) {
        return topics.all().stream()
                .filter(t -> !t.role().isTimedInput() && t.role() != TopicRole.CONTROL)
                .map(Topic::name)
                .toList();
    }

    private MediaPlayer connect(
            DemoInput input, KafkaConnection kafka, Topics topics, Observations observations) {
        return MediaPlayer.connect(
                kafka,
                new PlayerTopics(
                        topics.name(TopicRole.AUDIO),
                        topics.name(TopicRole.VIDEO),
                        topics.name(TopicRole.LABELS)),
                PlayerOptions.DEFAULT.withSpeed(options.speed()).withMaxLead(lead(input)),
                () -> observations.read(seen -> seen.predictions().lastWindowEndMillis()));
    }

    private Duration lead(DemoInput input) {
        if (options.lead() != null) {
            return options.lead();
        }
        Duration share = input.eventTime().dividedBy(LEADS_IN_ALL);
        return share.compareTo(MIN_LEAD) < 0
                ? MIN_LEAD
                : share.compareTo(MAX_LEAD) > 0 ? MAX_LEAD : share;
    }

    /** Plays everything and returns when the job has taken it in, or when nothing happens. */
    private void watch(
            DemoInput input,
            Degradations degradations,
            MediaPlayer player,
            JobClient client,
            Observations observations,
            OutputReader reader)
            throws Exception {
        Drain drain = new Drain(played, observations, options.training(), QUIET, System::nanoTime);
        List<PlayedStream> streams =
                degradations.over(input.streams()).stream()
                        .map(s -> (PlayedStream) new ObservedStream(s, played))
                        .toList();
        ExecutorService thread = Executors.newSingleThreadExecutor(r -> new Thread(r, "player"));
        try (ProgressDisplay display =
                terminal ? new ProgressOnTerminal() : new ProgressLines(out, System::nanoTime)) {
            Future<PlayerReport> playing =
                    thread.submit(() -> player.play(streams, r -> report = r));
            do {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                display.show(progress(input, observations));
                requireRunning(client, reader);
            } while (!drain.stalled() && !(playing.isDone() && drain.complete()));
            player.cancel();
            playing.get();
            display.show(progress(input, observations));
        } finally {
            thread.shutdownNow();
        }
    }

    private RunProgress progress(DemoInput input, Observations observations) {
        long clipsIn = report == null ? 0 : report.played().labels();
        return observations.read(
                seen ->
                        new RunProgress(
                                clipsIn,
                                input.clips(),
                                seen.predictions().total(),
                                seen.monitors().examples(),
                                seen.monitors().examplesPerSecond(),
                                seen.monitors().windowed(),
                                seen.predictions().newestVersion()));
    }

    private static void requireRunning(JobClient client, OutputReader reader) throws Exception {
        JobStatus status = client.getJobStatus().get();
        if (status.isGloballyTerminalState()) {
            try {
                client.getJobExecutionResult().get();
            } catch (ExecutionException e) {
                throw CommandException.failed("the job has failed: " + Failures.describe(e), e);
            }
            throw CommandException.failed("the job has ended by itself: " + status);
        }
        if (reader.failed()) {
            reader.finish();
        }
    }

    /** Lets the job end as at the end of all input: what waits is decided and committed. */
    private void stop(JobClient client) throws Exception {
        client.stopWithSavepoint(
                        true,
                        folder.checkpoints().resolve("final").toUri().toString(),
                        SavepointFormatType.CANONICAL)
                .get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
