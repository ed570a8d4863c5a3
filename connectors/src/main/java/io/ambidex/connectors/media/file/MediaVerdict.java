/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import java.util.List;
import java.util.Locale;

/**
 * Whether everything came that a file promised.
 *
 * @param state the answer in one word
 * @param frames pictures that were decoded
 * @param samples sound samples that came out, at the rate asked for
 * @param remarks what was missing or damaged, each with what was promised and what came
 */
public record MediaVerdict(State state, long frames, long samples, List<String> remarks) {

    /** The answer in one word. */
    public enum State {
        /** All that was promised came, undamaged. */
        WHOLE,
        /** Something came, but less than promised, or damaged. */
        PARTIAL,
        /** Neither a picture nor a sample came. */
        NOTHING
    }

    @Override
    public String toString() {
        String text =
                state.name().toLowerCase(Locale.ROOT)
                        + ": "
                        + frames
                        + " frames, "
                        + samples
                        + " samples";
        return remarks.isEmpty() ? text : text + "; " + String.join("; ", remarks);
    }
}
