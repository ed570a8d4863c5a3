/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.degradation.Babble;
import io.ambidex.connectors.media.degradation.Effect;
import io.ambidex.connectors.media.player.ClipTimes;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.WindowOptions;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Scenes of one second, in which the sound is easy and the picture is hard. */
final class SimulatedInput implements DemoInput {
    private static final int CLASSES = 6;

    /** The tones of the classes are clear: it takes this much white noise to drown them. */
    private static final double NOISE_DECIBELS = -10;

    /** One scene in ten is only scored: the test clips of the summary. */
    private static final double EVALUATE_FRACTION = 0.1;

    private final SimulatorOptions options;
    private final Simulator simulator;

    SimulatedInput(long clips, long seed, int streams) {
        options =
                SimulatorOptions.builder()
                        .scenes(clips)
                        .seed(seed)
                        .streams((int) Math.min(streams, clips))
                        .classes(CLASSES)
                        .evaluateFraction(EVALUATE_FRACTION)
                        .labelDelay(Duration.ofMillis(200), Duration.ofSeconds(2))
                        .build();
        simulator = new Simulator(options);
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public List<String> classes() {
        return simulator.classes();
    }

    @Override
    public long clips() {
        return options.scenes();
    }

    @Override
    public ClipTimes times() {
        return simulator;
    }

    @Override
    public Effect noise() {
        return new Effect(Effect.Kind.NOISE, NOISE_DECIBELS);
    }

    @Override
    public Babble babble(long seed) {
        return simulator.babble();
    }

    @Override
    public Duration eventTime() {
        return options.window().multipliedBy(options.scenes() / options.streams() + 1);
    }

    @Override
    public void describeTo(Configuration job) {
        job.set(LabelOptions.CLASSES, classes());
        job.set(WindowOptions.WINDOW, WindowOptions.Kind.TUMBLING);
        job.set(WindowOptions.SIZE, options.window());
    }

    @Override
    public List<PlayedStream> streams() {
        return simulator.streams();
    }

    @Override
    public List<String> problems() {
        return List.of();
    }
}
