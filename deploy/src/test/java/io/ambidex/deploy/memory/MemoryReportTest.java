/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryReportTest {
    private static final Duration TRAINING = Duration.ofMinutes(3);

    private MemoryReport report = report(0);

    @Test
    void arraysThatAreLetGoLateAreNotTakenForGrowth() {
        assertThat(holdsWith(215, 181, 184, 180, 180)).isTrue();
    }

    @Test
    void arraysThatAreNeverLetGoAreGrowth() {
        assertThat(holdsWith(180, 380, 580, 780)).isFalse();
    }

    @Test
    void whatCompiledCodeTakesIsNoLeakAndWhatElseGrowsIs() {
        report.resident(1000, 900, 30, true);
        assertThat(holdsWith(180, 180)).isFalse();
    }

    @Test
    void oneLookShowsNothing() {
        assertThat(holdsWith(180)).isFalse();
    }

    @Test
    void jobsThatLeaveHeapBehindAreGrowthAndTheFirstOnesDoNotCount() {
        assertThat(holdsWithHeap(60, 90, 100, 101, 100)).isTrue();
        assertThat(holdsWithHeap(60, 62, 64, 66, 68)).isFalse();
    }

    @Test
    void theJobManagerMayStillHoldTheLastJobButNotEveryJob() {
        assertThat(holdsWithJobManager(77, 77, 62, 77, 77)).isTrue();
        assertThat(holdsWithJobManager(62, 77, 92, 107, 122)).isFalse();
        assertThat(holdsWithJobManager(IntStream.range(0, 30).mapToDouble(i -> 2 * i).toArray()))
                .isFalse();
    }

    private boolean holdsWithHeap(double... mib) {
        report = report(mib.length);
        for (int i = 0; i < mib.length; i++) {
            report.afterCycle(i + 1, 90, mib[i], 80);
        }
        return holdsWith(180, 180);
    }

    private boolean holdsWithJobManager(double... mib) {
        report = report(mib.length);
        for (int i = 0; i < mib.length; i++) {
            report.afterCycle(i + 1, 90, 50, mib[i]);
        }
        return holdsWith(180, 180);
    }

    private static MemoryReport report(int cycles) {
        return new MemoryReport(
                new MemoryOptions(
                        Path.of("out"), TRAINING, Duration.ZERO, cycles, 60, 0.1, 1, Map.of()));
    }

    private boolean holdsWith(long... arrays) {
        for (long live : arrays) {
            report.arrays(live);
        }
        report.resident(0, 800, 20, true);
        report.resident(1000, 801, 21, true);
        report.sameProcess(true, 0);
        return report.allHold();
    }
}
