/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.learning.MiniBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Examples that wait to be trained on again, with one modality each time, first in first out.
 * Bounded in tokens and in bytes; the oldest example leaves when a limit is passed.
 */
public final class ReplayQueue {

    /**
     * One more training of an example with one modality.
     *
     * @param example the whole example
     * @param modality the one that is kept
     * @param valuedAt step in which the example was valued
     */
    public record Token(MiniBatch.Example example, int modality, long valuedAt) {
        /** The example with this modality alone. */
        public MiniBatch.Example masked() {
            return example.replayOf(m -> m == modality);
        }
    }

    private record Entry(MiniBatch.Example example, long valuedAt, int[] copies) {
        int tokens() {
            int sum = 0;
            for (int count : copies) {
                sum += count;
            }
            return sum;
        }

        long bytes() {
            long sum = 0;
            for (byte[] media : example.media()) {
                sum += media == null ? 0 : media.length;
            }
            return sum;
        }
    }

    private final int mostTokens;
    private final long mostBytes;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private int tokens;
    private long bytes;

    /**
     * @param mostTokens limit in tokens
     * @param mostBytes limit of the media of all examples
     */
    public ReplayQueue(int mostTokens, long mostBytes) {
        this.mostTokens = mostTokens;
        this.mostBytes = mostBytes;
    }

    /**
     * Adds tokens of one example: those of the first modality, then those of the next.
     *
     * @param copies tokens per modality
     */
    public void add(MiniBatch.Example example, long valuedAt, int[] copies) {
        Entry entry = new Entry(example, valuedAt, copies.clone());
        if (entry.tokens() == 0) {
            return;
        }
        entries.addLast(entry);
        tokens += entry.tokens();
        bytes += entry.bytes();
        while (tokens > mostTokens || bytes > mostBytes) {
            removeOldest();
        }
    }

    private void removeOldest() {
        Entry oldest = entries.removeFirst();
        tokens -= oldest.tokens();
        bytes -= oldest.bytes();
    }

    /** The oldest tokens, which go on waiting. */
    public List<Token> first(int count) {
        List<Token> some = new ArrayList<>();
        for (Entry entry : entries) {
            for (int m = 0; m < entry.copies().length; m++) {
                for (int copy = 0; copy < entry.copies()[m]; copy++) {
                    if (some.size() == count) {
                        return some;
                    }
                    some.add(new Token(entry.example(), m, entry.valuedAt()));
                }
            }
        }
        return some;
    }

    /** Takes the oldest tokens away, at most those that there are. */
    public void remove(int count) {
        for (int left = Math.min(count, tokens); left > 0; left--) {
            Entry oldest = entries.getFirst();
            int m = 0;
            while (oldest.copies()[m] == 0) {
                m++;
            }
            oldest.copies()[m]--;
            tokens--;
            if (oldest.tokens() == 0) {
                removeOldest();
            }
        }
    }

    /** Tokens that wait. */
    public int size() {
        return tokens;
    }

    void writeState(MethodState state) {
        state.put("entries", (long) entries.size());
        int i = 0;
        for (Entry entry : entries) {
            MethodState own = state.part(Integer.toString(i++));
            own.put("example", entry.example());
            own.put("valuedAt", entry.valuedAt());
            for (int m = 0; m < entry.copies().length; m++) {
                own.put("copies." + m, (long) entry.copies()[m]);
            }
        }
    }

    void readState(MethodState state) {
        entries.clear();
        tokens = 0;
        bytes = 0;
        for (int i = 0; i < state.whole("entries"); i++) {
            MethodState own = state.part(Integer.toString(i));
            MiniBatch.Example example = own.example("example");
            int[] copies = new int[example.media().size()];
            for (int m = 0; m < copies.length; m++) {
                copies[m] = Math.toIntExact(own.whole("copies." + m));
            }
            add(example, own.whole("valuedAt"), copies);
        }
    }
}
