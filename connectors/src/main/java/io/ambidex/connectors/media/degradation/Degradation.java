/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.Input;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What goes wrong with one modality, and when.
 *
 * @param input sound or pictures
 * @param from its begin
 * @param to its end, not part of it; {@link Moment#END} for the rest of the run
 * @param effect what it does
 */
public record Degradation(Input input, Moment from, Moment to, Effect effect) {

    private static final Pattern FORM =
            Pattern.compile("(?<input>audio|video)@(?<from>[^-:]+)(-(?<to>[^-:]+))?:(?<effect>.+)");

    public Degradation {
        if (to.inClips() == from.inClips() && to.value() <= from.value()) {
            throw new IllegalArgumentException(
                    "it ends at " + to.value() + ", which is not after its begin " + from.value());
        }
    }

    /**
     * Reads {@code MODALITY@START[-END]:EFFECT}, for example {@code audio@200:5dB}, {@code
     * audio@200-300:silence}, {@code video@90s-2min:blur}. Moments are clips or event time, see
     * {@link Moment}; effects see {@link Effect}.
     *
     * @throws IllegalArgumentException if it is not of that form; tells the limits
     */
    public static Degradation parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a degradation has the form MODALITY@START[-END]:EFFECT with audio or video, such "
                            + "as audio@200-300:5dB, but is '"
                            + text
                            + "'");
        }
        Input input = form.group("input").equals("audio") ? Input.AUDIO : Input.VIDEO;
        try {
            return new Degradation(
                    input,
                    Moment.parse(form.group("from")),
                    form.group("to") == null ? Moment.END : Moment.parse(form.group("to")),
                    Effect.parse(input, form.group("effect")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("degradation '" + text + "': " + e.getMessage(), e);
        }
    }
}
