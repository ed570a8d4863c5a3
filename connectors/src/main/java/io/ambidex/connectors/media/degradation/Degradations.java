/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.degradation.Effect.Kind;
import io.ambidex.connectors.media.player.ClipTimes;
import io.ambidex.connectors.media.player.PlayedStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Puts degradations over the streams of a player.
 *
 * <pre>{@code
 * Degradations degradations =
 *         new Degradations(List.of(Degradation.parse("audio@200-300:silence")), times, babble, 7);
 * player.play(degradations.over(playlist.streams()));
 * }</pre>
 */
public final class Degradations {
    private final List<DegradedSpan> spans;
    private final Babble babble;
    private final long seed;

    /**
     * @param degradations what goes wrong; where several cover a record, one after another in this
     *     order
     * @param times where the clips of the run lie
     * @param babble makes the voices; asked only when a degradation needs them
     * @param seed of everything random
     */
    public Degradations(
            List<Degradation> degradations, ClipTimes times, Supplier<Babble> babble, long seed) {
        this.spans =
                degradations.stream()
                        .map(
                                d ->
                                        new DegradedSpan(
                                                d.input(),
                                                d.from().millis(times),
                                                d.to().millis(times),
                                                d.effect()))
                        .toList();
        boolean voices = spans.stream().anyMatch(s -> s.effect().kind() == Kind.BABBLE);
        this.babble = voices ? babble.get() : null;
        this.seed = seed;
    }

    /** What goes wrong, in event time, in the order given. */
    public List<DegradedSpan> spans() {
        return spans;
    }

    /** The same streams, degraded; they close the ones given. */
    public List<PlayedStream> over(List<PlayedStream> streams) {
        if (spans.isEmpty()) {
            return streams;
        }
        return streams.stream()
                .map(s -> (PlayedStream) new DegradedStream(s, spans, babble, seed))
                .toList();
    }
}
