/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.media.player.FlowControl;
import io.ambidex.connectors.media.player.MediaPlayer;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.media.player.PlayerClock;
import io.ambidex.connectors.media.player.PlayerOptions;
import io.ambidex.connectors.media.player.PlayerReport;
import io.ambidex.connectors.media.player.PlayerTopics;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The clips of a run, and the player that publishes them. */
final class Playing {
    private static final int CLASSES = 6;
    private static final double EVALUATE_FRACTION = 0.1;

    private final ChaosOptions options;
    private final Simulator simulator;
    private final BurstClock clock;
    private List<? extends PlayedStream> streams;
    private volatile PlayerReport played;

    Playing(ChaosOptions options) {
        this.options = options;
        this.simulator =
                new Simulator(
                        SimulatorOptions.builder()
                                .scenes(options.clips())
                                .seed(options.seed())
                                .streams(options.streams())
                                .classes(CLASSES)
                                .evaluateFraction(EVALUATE_FRACTION)
                                .labelDelay(Duration.ofMillis(200), Duration.ofSeconds(2))
                                .build());
        this.streams = simulator.streams();
        this.clock =
                options.bursts()
                        ? new BurstClock(
                                PlayerClock.SYSTEM,
                                options.playing().dividedBy(2),
                                options.burstRate() / options.rate())
                        : null;
    }

    /** Names of the classes. */
    List<String> classes() {
        return simulator.classes();
    }

    /**
     * Renders all clips into files, on all cores: a burst must not end at what this machine can
     * render beside the job.
     *
     * @param folder where the files go; must not exist
     */
    void renderAhead(Path folder) throws IOException, InterruptedException {
        Files.createDirectory(folder);
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<SpooledStream>> rendered = new ArrayList<>();
            for (PlayedStream stream : streams) {
                Path file = folder.resolve(stream.streamId() + ".records");
                rendered.add(threads.submit(() -> SpooledStream.render(stream, file)));
            }
            List<SpooledStream> spooled = new ArrayList<>();
            for (Future<SpooledStream> stream : rendered) {
                spooled.add(stream.get());
            }
            streams = spooled;
        } catch (ExecutionException e) {
            throw new IOException(
                    "the clips could not be rendered: " + e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Plays to the end; for a thread of its own. */
    void play(KafkaConnection kafka, Topics topics) {
        try (MediaPlayer player =
                MediaPlayer.connect(
                        kafka,
                        new PlayerTopics(
                                topics.name(TopicRole.AUDIO),
                                topics.name(TopicRole.VIDEO),
                                topics.name(TopicRole.LABELS)),
                        PlayerOptions.DEFAULT.withSpeed(options.rate() / options.streams()),
                        FlowControl.UNLIMITED,
                        clock == null ? PlayerClock.SYSTEM : clock)) {
            player.play(streams, report -> played = report);
        }
    }

    /** Clips played so far. */
    long clips() {
        PlayerReport now = played;
        return now == null ? 0 : now.played().clips();
    }

    /** Where the present moment lies; always before the burst when there is none. */
    BurstClock.Phase phase() {
        return clock == null ? BurstClock.Phase.BEFORE : clock.phase();
    }
}
