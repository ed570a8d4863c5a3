/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CompareProgressTest {
    private final StringWriter out = new StringWriter();
    private long seconds;
    private final CompareProgress progress =
            new CompareProgress(
                    new PrintWriter(out, true), 5, () -> TimeUnit.SECONDS.toNanos(seconds));

    @Test
    void whatIsStoredDoesNotCountAsWork() {
        progress.stored();
        progress.tellStored();
        seconds = 20;
        progress.done(TestRuns.plan("joint", 1), TestRuns.result("joint", 1, 0.7, 0.1));
        assertThat(out.toString().lines())
                .containsExactly(
                        "1 of 5 runs are done already",
                        "[2/5] joint, seed 1: 70.0 % held-out, 2 s; about 60 s left");
    }

    @Test
    void aPartOfARunCounts() {
        seconds = 9;
        progress.step(TestRuns.plan("joint", 1), 45, 100);
        assertThat(out.toString()).isEmpty();
        seconds = 10;
        progress.step(TestRuns.plan("joint", 1), 50, 100);
        assertThat(out.toString().strip())
                .isEqualTo("[0/5] joint, seed 1: step 50 of 100; about 2 min left");
    }

    @Test
    void aFailureIsToldAtOnce() {
        progress.failed(TestRuns.plan("joint", 1), "no memory");
        assertThat(out.toString().strip()).startsWith("[1/5] joint, seed 1: FAILED: no memory");
    }
}
