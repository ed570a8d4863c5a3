/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.MethodOption;
import java.util.List;

/**
 * A balancing method as the control form shows it.
 *
 * @param name as written in a configuration
 * @param description one sentence
 * @param options its options
 */
record MethodView(String name, String description, List<OptionView> options) {

    /** One option of it, in words and texts. */
    record OptionView(
            String name, String defaultValue, String unit, String limits, String description) {

        static OptionView of(MethodOption<?> option) {
            return new OptionView(
                    option.name(),
                    option.defaultValue(),
                    option.unit(),
                    option.limits(),
                    option.description());
        }
    }

    /** Every method there is, user's own ones on the class path included. */
    static List<MethodView> all() {
        return BalancingMethods.providers().stream().map(MethodView::of).toList();
    }

    private static MethodView of(BalancingMethodProvider provider) {
        return new MethodView(
                provider.name(),
                provider.description(),
                provider.options().stream().map(OptionView::of).toList());
    }
}
