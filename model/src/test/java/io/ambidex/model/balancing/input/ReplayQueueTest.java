/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.learning.MiniBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayQueueTest {
    private static final int BYTES = 10;

    private final ReplayQueue queue = new ReplayQueue(8, 4 * BYTES);

    private static MiniBatch.Example example(long number) {
        return new MiniBatch.Example(List.of(new byte[6], new byte[4]), 0, number, false);
    }

    private static List<String> describe(ReplayQueue queue, int count) {
        return queue.first(count).stream()
                .map(token -> token.example().number() + ":" + token.modality())
                .toList();
    }

    @Test
    void tokensComeInTheOrderOfExamplesThenModalities() {
        queue.add(example(1), 5, new int[] {2, 1});
        queue.add(example(2), 5, new int[] {0, 1});
        assertThat(describe(queue, 10)).containsExactly("1:0", "1:0", "1:1", "2:1");
        assertThat(describe(queue, 2)).containsExactly("1:0", "1:0");
        queue.remove(3);
        assertThat(describe(queue, 10)).containsExactly("2:1");
        queue.remove(3);
        assertThat(queue.size()).isZero();
    }

    @Test
    void anExampleThatNeedsNothingDoesNotWait() {
        queue.add(example(1), 5, new int[] {0, 0});
        assertThat(queue.first(1)).isEmpty();
    }

    @Test
    void theOldestExamplesLeaveWhenThereAreTooManyTokens() {
        queue.add(example(1), 5, new int[] {3, 0});
        queue.add(example(2), 5, new int[] {3, 0});
        queue.add(example(3), 5, new int[] {1, 2});
        assertThat(describe(queue, 10)).containsExactly("2:0", "2:0", "2:0", "3:0", "3:1", "3:1");
    }

    @Test
    void theOldestExamplesLeaveWhenTheirMediaIsTooLarge() {
        for (long number = 1; number <= 6; number++) {
            queue.add(example(number), 5, new int[] {1, 0});
        }
        assertThat(describe(queue, 10)).containsExactly("3:0", "4:0", "5:0", "6:0");
    }

    @Test
    void aReplayKeepsOneModality() {
        queue.add(example(1), 5, new int[] {0, 1});
        MiniBatch.Example replay = queue.first(1).get(0).masked();
        assertThat(replay.replayed()).isTrue();
        assertThat(replay.media().get(0)).isNull();
        assertThat(replay.media().get(1)).hasSize(4);
    }

    @Test
    void aRestoredQueueHoldsTheSame() {
        queue.add(example(1), 5, new int[] {2, 1});
        queue.add(example(2), 6, new int[] {1, 0});
        queue.remove(1);
        MethodState state = new MethodState();
        queue.writeState(state);
        ReplayQueue restored = new ReplayQueue(8, 4 * BYTES);
        restored.add(example(9), 1, new int[] {1, 1});
        restored.readState(state);
        assertThat(restored.first(10)).isEqualTo(queue.first(10)).hasSize(3);
    }
}
