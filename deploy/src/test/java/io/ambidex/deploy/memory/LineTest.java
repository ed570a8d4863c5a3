/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void theSlopeIsThatOfTheNearestLine() {
        Line line = new Line();
        line.add(0, 10);
        line.add(1, 13);
        line.add(2, 13);
        line.add(3, 16);
        assertThat(line.slope(0)).isCloseTo(1.8, within(1e-12));
    }

    @Test
    void whatComesBeforeTheWarmUpEndsDoesNotCount() {
        Line line = new Line();
        line.add(0, 0);
        line.add(1, 500);
        line.add(2, 501);
        line.add(3, 502);
        assertThat(line.slope(1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void onePointHasNoSlope() {
        Line line = new Line();
        line.add(1, 5);
        line.add(2, 6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> line.slope(2))
                .withMessage("a slope needs two points, but there are 1 from 2.0 on");
    }
}
