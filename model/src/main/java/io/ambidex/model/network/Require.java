/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import java.util.regex.Pattern;

/** Checks of values that come from outside; every message tells the limit and the actual value. */
final class Require {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    private Require() {}

    static int inRange(String what, int value, long least, long most) {
        inRange(what, (long) value, least, most);
        return value;
    }

    static long inRange(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + " must be between " + least + " and " + most + ", not " + value);
        }
        return value;
    }

    static double finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be a finite number, not " + value);
        }
        return value;
    }

    static double positive(String what, double value) {
        if (!(finite(what, value) > 0)) {
            throw new IllegalArgumentException(what + " must be positive, not " + value);
        }
        return value;
    }

    /** A name that may stand in the name of a tensor. */
    static String name(String what, String value) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what
                            + " must be 1 to 32 lower-case letters, digits and underscores, not '"
                            + value
                            + "'");
        }
        return value;
    }
}
