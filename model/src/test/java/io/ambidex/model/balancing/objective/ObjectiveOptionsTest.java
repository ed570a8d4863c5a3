/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.balancing.BalancingMethods;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "mmpareto, gamma, 0, 0.01 to 100.0",
        "mmpareto, perEncoder, yes, true or false",
        "mmpareto, smallBatchSmoothing, -1, 0 to 100000",
        "mbsd, divergenceWeight, -1, 0.0 to 1000.0",
        "mbsd, logitWeight, much, 0.0 to 1000.0",
        "cml, lambda, -0.1, 0.0 to 1000.0",
        "umt, distillationWeight, -1, 0.0 to 10000.0",
        "umt, teacherDecay, 1, 0.0 to 0.999999",
        "gblending, window, 3, 4 to 1000000000",
        "gblending, weightFloor, 0.6, 0.0 to 0.5",
    })
    void aValueOutOfItsLimitsIsRefusedWithBoth(
            String method, String option, String value, String limits) {
        assertThatThrownBy(() -> BalancingMethods.create(method, Map.of(option, value), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(option, method, value, limits);
    }

    @Test
    void aReductionThatIsNoneIsRefusedWithTheChoices() {
        assertThatThrownBy(() -> BalancingMethods.create("cml", Map.of("reduction", "max"), 2))
                .hasMessageContainingAll("sum, mean", "'max'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmpareto", "mbsd", "cml", "gblending"})
    void oneModalityIsTooFew(String method) {
        assertThatThrownBy(() -> BalancingMethods.create(method, Map.of(), 1))
                .hasMessageContaining("needs at least 2 modalities, the network has 1");
    }

    @Test
    void methodsWithUnimodalHeadsOfTheirOwnCannotBeChained() {
        assertThatThrownBy(() -> BalancingMethods.create("mmpareto+gblending", Map.of(), 2))
                .hasMessageContaining(
                        "'mmpareto' and 'gblending' cannot be chained: both decide the heads");
    }
}
