/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Figures as they go to a browser: no more digits than a person can see. */
final class Figures {
    private static final MathContext DIGITS = new MathContext(5, RoundingMode.HALF_EVEN);

    private Figures() {}

    /** The value to five significant digits; it must be finite. */
    static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
