/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.options.LabelOptions;
import io.ambidex.flink.options.WindowOptions;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * Rendered scenes of one second, in which the sound is easy and the picture is hard.
 *
 * @param scenes how many, 1 or more
 * @param seed of everything random in them
 * @param heldOut share of the scenes that is only scored, 0 to 1
 */
public record SimulatedScenes(long scenes, long seed, double heldOut) implements RecordedInput {
    private static final int CLASSES = 6;

    @Override
    public String name() {
        return "simulator, seed " + seed;
    }

    @Override
    public List<String> classes() {
        return simulator().classes();
    }

    @Override
    public long labels() {
        return scenes;
    }

    @Override
    public String identity() {
        return options().toString();
    }

    @Override
    public void describeTo(Configuration job) {
        job.set(LabelOptions.CLASSES, classes());
        job.set(WindowOptions.WINDOW, WindowOptions.Kind.TUMBLING);
        job.set(WindowOptions.SIZE, options().window());
    }

    @Override
    public PlayedStream play() {
        return simulator().streams().get(0);
    }

    private Simulator simulator() {
        return new Simulator(options());
    }

    private SimulatorOptions options() {
        return SimulatorOptions.builder()
                .seed(seed)
                .classes(CLASSES)
                .streams(1)
                .scenes(scenes)
                .evaluateFraction(heldOut)
                .build();
    }
}
