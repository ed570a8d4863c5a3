/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.degradation.Degradation;
import io.ambidex.connectors.media.degradation.Effect;
import io.ambidex.connectors.media.degradation.Moment;
import io.ambidex.connectors.media.player.Input;
import java.util.List;

/**
 * What goes wrong during a run, and who is watched beside the main learner.
 *
 * @param usual whether the usual story is played: half of the run all is well, then the sound is
 *     drowned in noise, then it is silent, then all is well again
 * @param degradations what goes wrong instead; empty with the usual story
 * @param shadow method of the second learner; null for none
 */
public record StoryPlan(boolean usual, List<Degradation> degradations, String shadow) {

    /** Nothing goes wrong, and there is one learner. */
    public static final StoryPlan NONE = new StoryPlan(false, List.of(), null);

    private static final double NOISE_FROM = 0.5;
    private static final double SILENCE_FROM = 0.65;
    private static final double BACK_FROM = 0.8;

    public StoryPlan {
        degradations = List.copyOf(degradations);
    }

    /**
     * What goes wrong in a run of so many clips.
     *
     * @param noise how the sound is drowned in the usual story
     */
    List<Degradation> degradations(long clips, Effect noise) {
        if (!usual) {
            return degradations;
        }
        Moment silent = at(clips, SILENCE_FROM);
        Effect silence = new Effect(Effect.Kind.SILENCE, 0);
        return List.of(
                new Degradation(Input.AUDIO, at(clips, NOISE_FROM), silent, noise),
                new Degradation(Input.AUDIO, silent, at(clips, BACK_FROM), silence));
    }

    private static Moment at(long clips, double share) {
        return new Moment(Math.round(clips * share), true);
    }
}
