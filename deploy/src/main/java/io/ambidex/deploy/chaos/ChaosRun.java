/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
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
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;

/** One run: start, play, kill, drain, check, report. */
final class ChaosRun {
    private static final long LOOK_MILLIS = 250;

    /** Without progress for so long the run is given up. */
    private static final Duration STALLED = Duration.ofSeconds(180);

    /** How often is told how many clips still wait. */
    private static final Duration PROGRESS = Duration.ofSeconds(30);

    private final ChaosOptions options;
    private final ChaosFolder folder;
    private final Path home;
    private final PrintWriter out;
    private final List<Kill> kills = new ArrayList<>();
    private final Playing playing;
    private final Backlog backlog = new Backlog();
    private volatile boolean drained;

    /**
     * @param home the layout
     * @param out where progress goes
     */
    ChaosRun(ChaosOptions options, Path home, PrintWriter out) {
        this.options = options;
        this.folder = new ChaosFolder(options.out());
        this.home = home;
        this.out = out;
        this.playing = new Playing(options);
    }

    /**
     * Runs to the end.
     *
     * @return whether everything that must hold does
     */
    boolean run() throws Exception {
        folder.create();
        say(
                "seed %d, %d clips in %d s, %d kills",
                options.seed(), options.clips(), options.playing().toSeconds(), options.kills());
        if (options.bursts()) {
            renderAhead();
        }
        try (World world = new World(home, folder)) {
            Configuration job = JobOptions.of(options, world.kafka(), playing.classes(), folder);
            JobOptions.write(job, folder.config());
            world.start(job);
            long started = System.nanoTime();
            Pressure pressure = new Pressure(world, backlog);
            Duration time = Duration.ofNanos(playAndKill(world, job, pressure) - started);
            say("drained after %d s", time.toSeconds());
            Checks checks = new Checks(home, folder, out);
            ChaosReport report =
                    new ChaosReport(
                            options,
                            kills,
                            pressure.result(),
                            backlog,
                            time,
                            checks.verify(),
                            options.replay() ? checks.replay() : null);
            report.write(folder);
            report.print(out);
            say("report in %s", folder.report());
            return report.allHold();
        }
    }

    private void renderAhead() throws IOException, InterruptedException {
        say("rendering ahead ...");
        long began = System.nanoTime();
        playing.renderAhead(folder.spool());
        say(
                "rendered %d clips in %d s",
                options.clips(), Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private long playAndKill(World world, Configuration job, Pressure pressure) throws Exception {
        Topics topics = KafkaSettings.topics(job);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PredictionWatch watch =
                new PredictionWatch(
                        world.kafka(),
                        List.of(
                                topics.name(TopicRole.PREDICTIONS),
                                topics.name(TopicRole.IMBALANCE)))) {
            Future<?> player = threads.submit(() -> playing.play(world.kafka(), topics));
            Future<?> watching = threads.submit(pressure::watch);
            Future<?> looking = threads.submit(() -> lookAtBacklog(watch));
            kill(world, plan(world, watch, player), watch, player);
            awaitAllPlayed(world, player);
            awaitAllUsed(world, watch);
            long end = System.nanoTime();
            drained = true;
            looking.get();
            pressure.stop();
            watching.get();
            end(world);
            return end;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Takes looks until all is done, and one more then. */
    private Void lookAtBacklog(PredictionWatch watch) throws InterruptedException {
        boolean last;
        do {
            Thread.sleep(LOOK_MILLIS);
            last = drained;
            backlog.look(playing.phase(), System.nanoTime(), playing.clips(), watch.done());
        } while (!last);
        return null;
    }

    private static void awaitAllPlayed(World world, Future<?> player) throws Exception {
        while (!player.isDone()) {
            world.supervise();
            Thread.sleep(LOOK_MILLIS);
        }
        player.get();
    }

    /** A plan for the time that is left when the first prediction is committed. */
    private KillPlan plan(World world, PredictionWatch watch, Future<?> player)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (watch.predictions() == 0 && !player.isDone()) {
            world.supervise();
            Thread.sleep(LOOK_MILLIS);
        }
        Duration warmUp = Duration.ofNanos(System.nanoTime() - start);
        say("first prediction after %.1f s", warmUp.toMillis() / 1000.0);
        Duration left = options.playing().minus(warmUp);
        return KillPlan.of(
                options.kills(), left.isNegative() ? Duration.ZERO : left, options.seed());
    }

    private void kill(World world, KillPlan plan, PredictionWatch watch, Future<?> player)
            throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < plan.kills().size(); i++) {
            KillPlan.Planned planned = plan.kills().get(i);
            superviseUntil(world, start + planned.at().toNanos());
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
        long told = moved;
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
            if (System.nanoTime() - told > PROGRESS.toNanos()) {
                told = System.nanoTime();
                say(
                        "%d of %d clips predicted, and trained on or scored",
                        watch.done(), options.clips());
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
            world.supervise();
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void superviseUntil(World world, long nanos)
            throws IOException, InterruptedException {
        long left = nanos - System.nanoTime();
        while (left > 0) {
            world.supervise();
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)));
            left = nanos - System.nanoTime();
        }
    }

    private void say(String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
