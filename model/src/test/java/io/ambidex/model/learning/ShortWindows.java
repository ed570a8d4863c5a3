/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.MethodOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options with which everything that a method does after a while happens within a few steps:
 * warm-ups are over, and windows, phases and ramps end and begin again.
 */
final class ShortWindows {
    private static final int STEPS = 3;
    private static final int LONG = 10;

    private ShortWindows() {}

    /** The method's own options in steps, where the default is long; the rest keep theirs. */
    static Map<String, String> of(BalancingMethodProvider provider) {
        Map<String, String> options = new LinkedHashMap<>();
        for (MethodOption<?> option : provider.options()) {
            boolean isWindow = option.name().equals("window");
            if (option.unit().equals("steps") && (isWindow || isLong(option))) {
                options.put(option.name(), fewest(option));
            }
        }
        return options;
    }

    /** The fewest steps, from {@link #STEPS} on, that the option allows. */
    private static String fewest(MethodOption<?> option) {
        for (int steps = STEPS; steps < LONG; steps++) {
            try {
                option.parser().apply(Integer.toString(steps));
                return Integer.toString(steps);
            } catch (IllegalArgumentException e) {
                // Its limit is higher: one more.
            }
        }
        return option.defaultValue();
    }

    private static boolean isLong(MethodOption<?> option) {
        return Long.parseLong(option.defaultValue()) >= LONG;
    }
}
