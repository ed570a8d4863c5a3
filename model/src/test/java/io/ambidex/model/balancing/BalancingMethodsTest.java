/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BalancingMethodsTest {
    @Test
    void methodsOfTheJarAndOfTheUserAreFound() {
        assertThat(BalancingMethods.providers())
                .extracting(BalancingMethodProvider::name)
                .contains(
                        "joint",
                        "joint-with-unimodal-losses",
                        "unimodal",
                        "ogm",
                        "ogm-ge",
                        "opm",
                        "inforeg",
                        "patchwork")
                .isSorted();
    }

    @Test
    void everyOptionHasAUnitLimitsADescriptionAndAValidDefault() {
        for (BalancingMethodProvider provider : BalancingMethods.providers()) {
            assertThat(provider.description()).isNotBlank();
            for (MethodOption<?> option : provider.options()) {
                assertThat(option.unit()).isNotBlank();
                assertThat(option.limits()).isNotBlank();
                assertThat(option.description()).endsWith(".");
                assertThat(option.parse(provider.name(), option.defaultValue())).isNotNull();
            }
        }
    }

    @Test
    void anUnknownMethodNamesTheNearest() {
        refused("ogm-gee", Map.of(), "unknown balancing method 'ogm-gee'; did you mean 'ogm-ge'?");
    }

    @Test
    void anUnknownOptionNamesTheNearest() {
        refused("ogm", Map.of("alpa", "0.5"), "'ogm' has no option 'alpa'; did you mean 'alpha'?");
        refused("joint", Map.of("alpha", "0.5"), "'joint' has no option 'alpha'; it has none");
    }

    @Test
    void aValueOutOfItsLimitsIsRefusedWithBoth() {
        refused(
                "ogm",
                Map.of("alpha", "1.5"),
                "option 'alpha' of method 'ogm' must be 0.0 to 1.0, was '1.5'");
        refused("ogm", Map.of("alpha", "much"), "must be 0.0 to 1.0, was 'much'");
        refused("ogm", Map.of("rule", "best"), "must be tpami, cvpr, was 'best'");
        refused("inforeg", Map.of("window", "-1"), "must be 0 to 10000000, was '-1'");
        refused("inforeg", Map.of("startsOpen", "yes"), "must be true or false, was 'yes'");
        refused("ogm", Map.of("firstStep", "5", "lastStep", "4"), "at least firstStep = 5, was 4");
    }

    @Test
    void aMethodThatNeedsTwoModalitiesRefusesOne() {
        assertThatThrownBy(() -> BalancingMethods.create("ogm", Map.of(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method 'ogm' needs at least 2 modalities, the network has 1");
    }

    @Test
    void methodsThatDecideTheSameCannotBeChained() {
        refused(
                "unimodal+patchwork",
                Map.of(),
                "methods 'unimodal' and 'patchwork' cannot be chained: both decide the passes");
        refused("ogm+ogm", Map.of(), "method 'ogm' stands twice");
    }

    @Test
    void aChainTakesOptionsForAllOrForOne() {
        BalancingMethods.create(
                "ogm+joint-with-unimodal-losses",
                Map.of("alpha", "0.2", "joint-with-unimodal-losses.unimodalLossWeight", "0.5"),
                2);
        refused(
                "ogm+joint",
                Map.of("unimodalLossWeight", "0.5"),
                "method 'ogm+joint' has no option 'unimodalLossWeight'");
        refused("ogm+inforeg", Map.of("ogm.alpha", "2"), "was '2'");
    }

    private static void refused(String method, Map<String, String> options, String message) {
        assertThatThrownBy(() -> BalancingMethods.create(method, options, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
