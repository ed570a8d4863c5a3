/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.flink.dashboard.view.TimeTable.Mark;
import org.junit.jupiter.api.Test;

class TimeTableTest {
    private final TimeTable table = new TimeTable(8, 3, 100);

    @Test
    void whatFallsIntoOneIntervalIsOneRow() {
        table.at(1_000, 1).mean("a", 1.0).total("n", 8);
        table.at(1_099, 2).mean("a", 3.0).total("n", 8);
        SeriesPatch patch = table.since("main", Mark.NONE);
        assertThat(patch.at()).containsExactly(1_000);
        assertThat(patch.step()).containsExactly(2);
        assertThat(patch.values().get("a")).containsExactly(2.0);
        assertThat(patch.values().get("n")).containsExactly(16.0);
    }

    @Test
    void rowsAreMergedWhenThereAreTooManyAndNothingIsLost() {
        for (int i = 0; i < 9; i++) {
            table.at(100 * i, i).mean("a", (double) i).total("n", 1);
        }
        SeriesPatch patch = table.since("main", Mark.NONE);
        assertThat(table.bucketMillis()).isEqualTo(200);
        assertThat(patch.at()).containsExactly(0, 200, 400, 600, 800);
        assertThat(patch.values().get("a")).containsExactly(0.5, 2.5, 4.5, 6.5, 8.0);
        assertThat(patch.values().get("n")).containsExactly(2.0, 2.0, 2.0, 2.0, 1.0);
    }

    @Test
    void timeWithoutRecordsTakesNoRoom() {
        table.at(0, 1).mean("a", 1.0);
        table.at(86_400_000, 2).mean("a", 1.0);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.bucketMillis()).isEqualTo(100);
    }

    @Test
    void scatteredRowsAreMergedUntilThereIsRoom() {
        for (int i = 0; i < 100; i++) {
            table.at(1_000L * i, i).total("n", 1);
        }
        assertThat(table.size()).isLessThanOrEqualTo(8);
        SeriesPatch patch = table.since("main", Mark.NONE);
        assertThat(java.util.Arrays.stream(patch.values().get("n")).mapToDouble(n -> n).sum())
                .isEqualTo(100);
    }

    @Test
    void aReaderGetsTheRowThatHasChangedAndThoseAfterIt() {
        table.at(0, 1).mean("a", 1.0);
        table.at(100, 2).mean("a", 2.0);
        Mark seen = table.mark();
        table.at(150, 3).mean("a", 4.0);
        table.at(200, 4).mean("a", 5.0);
        SeriesPatch patch = table.since("main", seen);
        assertThat(patch.from()).isEqualTo(1);
        assertThat(patch.at()).containsExactly(100, 200);
        assertThat(patch.values().get("a")).containsExactly(3.0, 5.0);
    }

    @Test
    void afterAMergeAReaderGetsEverything() {
        table.at(0, 1).mean("a", 1.0);
        Mark seen = table.mark();
        for (int i = 1; i < 9; i++) {
            table.at(100 * i, i).mean("a", 1.0);
        }
        assertThat(table.since("main", seen).from()).isZero();
        assertThat(table.since("main", seen).at()).hasSize(table.size());
    }

    @Test
    void whatComesLateJoinsTheLastRow() {
        table.at(500, 5).mean("a", 1.0);
        table.at(0, 6).mean("a", 3.0);
        SeriesPatch patch = table.since("main", Mark.NONE);
        assertThat(patch.at()).containsExactly(500);
        assertThat(patch.values().get("a")).containsExactly(2.0);
    }

    @Test
    void valuesThatAreNoNumbersAndColumnsBeyondTheLimitAreLeftOut() {
        table.at(0, 1)
                .mean("a", Double.NaN)
                .mean("b", null)
                .mean("c", 1.0)
                .mean("d", 1.0)
                .mean("e", 1.0)
                .mean("f", 1.0);
        assertThat(table.since("main", Mark.NONE).values()).containsOnlyKeys("c", "d", "e");
    }

    @Test
    void anOddNumberOfRowsIsRefused() {
        assertThatThrownBy(() -> new TimeTable(7, 1, 1))
                .hasMessage("maxRows must be even and 2 or more, but is 7");
    }
}
