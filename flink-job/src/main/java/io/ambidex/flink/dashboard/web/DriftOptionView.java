/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import io.ambidex.flink.options.DriftOptions;
import io.ambidex.flink.options.OptionTables;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/**
 * An option of the drift watch as the control form shows it.
 *
 * @param name its key
 * @param defaultValue what it is where nothing is configured
 * @param description its meaning and limits
 */
record DriftOptionView(String name, String defaultValue, String description) {

    /** All of them, in the order of the documentation. */
    static List<DriftOptionView> all() {
        return DriftOptions.all().stream().map(DriftOptionView::of).toList();
    }

    private static DriftOptionView of(ConfigOption<?> option) {
        return new DriftOptionView(
                option.key(), OptionTables.defaultText(option), OptionTables.description(option));
    }
}
