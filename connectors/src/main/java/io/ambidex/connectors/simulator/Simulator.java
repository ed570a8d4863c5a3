/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import io.ambidex.connectors.media.player.PlayedStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Renders audio-visual scenes as real JPEG frames and PCM, with labels.
 *
 * <pre>{@code
 * Simulator simulator = new Simulator(SimulatorOptions.builder().seed(7).scenes(300).build());
 * player.play(simulator.streams());
 * }</pre>
 */
public final class Simulator {
    private final SimulatorOptions options;

    /**
     * @param options what to render
     */
    public Simulator(SimulatorOptions options) {
        this.options = options;
    }

    /** Names of the classes, in the order that the model's class list should have. */
    public List<String> classes() {
        return Arrays.stream(SceneClass.values())
                .limit(options.classes())
                .map(SceneClass::label)
                .toList();
    }

    /**
     * New streams, each from its first scene; the scenes are dealt to them in turn. Every call
     * gives the same records.
     */
    public List<PlayedStream> streams() {
        List<PlayedStream> streams = new ArrayList<>();
        for (int i = 0; i < options.streams(); i++) {
            long scenes = (options.scenes() + options.streams() - 1 - i) / options.streams();
            streams.add(new SimulatedStream(options, i, scenes));
        }
        return streams;
    }
}
