/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import io.ambidex.connectors.media.degradation.Babble;
import io.ambidex.connectors.media.degradation.Pcm;
import io.ambidex.connectors.media.player.ClipTimes;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.simulator.SceneRandom.Purpose;
import java.nio.ByteBuffer;
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
public final class Simulator implements ClipTimes {
    /** Voices of the babble: four seconds and more of it. */
    private static final int VOICES = 24;

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

    @Override
    public long startMillis() {
        return options.startMillis();
    }

    /** Scenes are dealt to the streams in turn: those of one round begin at the same time. */
    @Override
    public long startOfClipMillis(long clip) {
        long scenes = options.scenes();
        long round =
                clip < scenes
                        ? clip / options.streams()
                        : (scenes + options.streams() - 1) / options.streams();
        return options.startMillis() + round * options.window().toMillis();
    }

    /** The sound of other scenes, all classes at once, to degrade the sound of these with. */
    public Babble babble() {
        int samples = (int) (options.sampleRate() * options.window().toMillis() / 1000);
        SoundRenderer sound = new SoundRenderer(options.sampleRate(), samples);
        List<short[]> voices = new ArrayList<>();
        for (int i = 0; i < VOICES; i++) {
            SceneClass heard = SceneClass.values()[i % options.classes()];
            SceneRandom random = new SceneRandom(options.seed(), i, 0, Purpose.VOICE);
            voices.add(Pcm.samples(ByteBuffer.wrap(sound.render(heard, 0, random))));
        }
        return Babble.of(voices, options.sampleRate(), options.seed());
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
