/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayerClock;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerReport;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.cli.CommandException;
import io.ambidex.flink.options.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;

/** One run: start, play, kill, drain, check, report. */
final class ChaosRun {
    private static final int CLASSES = 6;
    private static final double EVALUATE_FRACTION = 0.1;
    private static final long LOOK_MILLIS = 250;

    /** Without progress for so long the run is given up. */
    private static final Duration STALLED = Duration.ofSeconds(180);

    private final ChaosOptions options;
    private final ChaosFolder folder;
    private final Path home;
    private final PrintWriter out;
    private final List<Kill> kills = new ArrayList<>();
    private volatile PlayerReport played;

    /**
     * @param home the layout
     * @param out where progress goes
     */
    ChaosRun(ChaosOptions options, Path home, PrintWriter out) {
        this.options = options;
        this.folder = new ChaosFolder(options.out());
        this.home = home;
        this.out = out;
    }

    /**
     * Runs to the end.
     *
     * @return whether everything that must hold does
     */
    boolean run() throws Exception {
        folder.create();
        Simulator simulator = simulator();
        say(
                "seed %d, %d clips in %d s, %d kills",
                options.seed(), options.clips(), options.playing().toSeconds(), options.kills());
        try (World world = new World(home, folder)) {
            Configuration job = JobOptions.of(options, world.kafka(), simulator.classes(), folder);
            JobOptions.write(job, folder.config());
            world.start(job);
            long started = System.nanoTime();
            Pressure pressure = new Pressure(world, options);
            long drained = playAndKill(world, job, simulator, pressure);
            say("drained after %d s", Duration.ofNanos(drained - started).toSeconds());
            Checks checks = new Checks(home, folder, out);
            ChaosReport report =
                    new ChaosReport(
                            options,
                            kills,
                            pressure.result(),
                            Duration.ofNanos(drained - started),
                            checks.verify(),
                            options.replay() ? checks.replay() : null);
            report.write(folder);
            report.print(out);
            say("report in %s", folder.report());
            return report.allHold();
        }
    }

    private long playAndKill(World world, Configuration job, Simulator simulator, Pressure pressure)
            throws Exception {
        Topics topics = KafkaSettings.topics(job);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PredictionWatch watch =
                new PredictionWatch(
                        world.kafka(),
                        List.of(
                                topics.name(TopicRole.PREDICTIONS),
                                topics.name(TopicRole.IMBALANCE)))) {
            Future<?> player = threads.submit(() -> play(world, topics, simulator));
            Future<?> watching = threads.submit(() -> pressure.watch(watch, this::clipsPlayed));
            kill(world, plan(watch, player), watch, player);
            player.get();
            awaitAllUsed(world, watch);
            long drained = System.nanoTime();
            pressure.stop();
            watching.get();
            end(world);
            return drained;
        } finally {
            threads.shutdownNow();
        }
    }

    /** A plan for the time that is left when the first prediction is committed. */
    private KillPlan plan(PredictionWatch watch, Future<?> player) throws InterruptedException {
        long start = System.nanoTime();
        while (watch.predictions() == 0 && !player.isDone()) {
            Thread.sleep(LOOK_MILLIS);
        }
        Duration warmUp = Duration.ofNanos(System.nanoTime() - start);
        say("first prediction after %.1f s", warmUp.toMillis() / 1000.0);
        Duration left = options.playing().minus(warmUp);
        return KillPlan.of(
                options.kills(), left.isNegative() ? Duration.ZERO : left, options.seed());
    }

    private Simulator simulator() {
        return new Simulator(
                SimulatorOptions.builder()
                        .scenes(options.clips())
                        .seed(options.seed())
                        .streams(options.streams())
                        .classes(CLASSES)
                        .evaluateFraction(EVALUATE_FRACTION)
                        .labelDelay(Duration.ofMillis(200), Duration.ofSeconds(2))
                        .build());
    }

    private void play(World world, Topics topics, Simulator simulator) {
        PlayerClock clock =
                options.burst()
                        ? new BurstClock(PlayerClock.SYSTEM, options.playing().dividedBy(2))
                        : PlayerClock.SYSTEM;
        try (MediaPlayer player =
                MediaPlayer.connect(
                        world.kafka(),
                        new PlayerTopics(
                                topics.name(TopicRole.AUDIO),
                                topics.name(TopicRole.VIDEO),
                                topics.name(TopicRole.LABELS)),
                        PlayerOptions.DEFAULT.withSpeed(options.rate() / options.streams()),
                        FlowControl.UNLIMITED,
                        clock)) {
            player.play(simulator.streams(), report -> played = report);
        }
    }

    private long clipsPlayed() {
        PlayerReport now = played;
        return now == null ? 0 : now.played().clips();
    }

    private void kill(World world, KillPlan plan, PredictionWatch watch, Future<?> player)
            throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < plan.kills().size(); i++) {
            KillPlan.Planned planned = plan.kills().get(i);
            sleepUntil(start + planned.at().toNanos());
            if (player.isDone()) {
                player.get();
            }
            double at = (System.nanoTime() - start) / 1e9;
            String[] name = new String[1];
            long[] killedAt = new long[1];
            String checkpoint =
                    world.kill(
                            planned,
                            process -> {
                                killedAt[0] = System.currentTimeMillis();
                                watch.awaitAfter(killedAt[0]);
                                name[0] = process;
                                say("%7.1f s  killed %s", at, process);
                            });
            long next =
                    i + 1 < plan.kills().size()
                            ? start + plan.kills().get(i + 1).at().toNanos()
                            : System.nanoTime() + STALLED.toNanos();
            Double first = awaitPrediction(world, watch, killedAt[0], next, player);
            kills.add(new Kill(name[0], planned.victim(), at, killedAt[0], first, checkpoint));
            say(
                    "%7.1f s  %s",
                    (System.nanoTime() - start) / 1e9,
                    first == null
                            ? "no new prediction before the next kill"
                            : "new predictions %.1f s after the kill".formatted(first));
        }
    }

    /** Seconds from the kill to the first new prediction; null when none came in time. */
    private static Double awaitPrediction(
            World world,
            PredictionWatch watch,
            long killedAtMillis,
            long untilNanos,
            Future<?> player)
            throws IOException, InterruptedException {
        long patience = Duration.ofSeconds(30).toNanos();
        long playedAt = Long.MAX_VALUE;
        while (watch.seenAtMillis() == 0 && System.nanoTime() < untilNanos) {
            if (player.isDone()) {
                playedAt = Math.min(playedAt, System.nanoTime());
                if (System.nanoTime() - playedAt > patience) {
                    break;
                }
            }
            world.supervise();
            Thread.sleep(LOOK_MILLIS / 5);
        }
        long seen = watch.seenAtMillis();
        return seen == 0 ? null : (seen - killedAtMillis) / 1000.0;
    }

    private void awaitAllUsed(World world, PredictionWatch watch)
            throws IOException, InterruptedException {
        long moved = System.nanoTime();
        long before = -1;
        while (watch.predictions() < options.clips() || watch.used() < options.clips()) {
            long now = watch.predictions() + watch.used();
            if (now != before) {
                before = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STALLED.toNanos()) {
                throw CommandException.failed(
                        ("nothing new was committed for %d s: %d of %d clips predicted, %d trained"
                                        + " on or scored; logs are in %s")
                                .formatted(
                                        STALLED.toSeconds(),
                                        watch.predictions(),
                                        options.clips(),
                                        watch.used(),
                                        folder.root()));
            }
            world.supervise();
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Lets the job end as at the end of all input: what waits is decided and committed. */
    private void end(World world) throws Exception {
        world.rest().drain(world.job(), folder.checkpoints().resolve("final").toUri().toString());
        long deadline = System.nanoTime() + STALLED.toNanos();
        while (!world.rest().state(world.job()).equals("FINISHED")) {
            if (System.nanoTime() > deadline) {
                throw CommandException.failed(
                        "the job did not end: it is " + world.rest().state(world.job()));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
