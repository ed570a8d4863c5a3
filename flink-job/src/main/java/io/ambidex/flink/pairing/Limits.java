/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

/** Checks of options; every message states the limit and the actual value. */
final class Limits {

    static void atLeast(String what, long value, long limit) {
        if (value < limit) {
            throw new IllegalArgumentException(
                    what + " must be at least " + limit + ", but is " + value);
        }
    }

    static void atMost(String what, long value, long limit) {
        if (value > limit) {
            throw new IllegalArgumentException(
                    what + " must be at most " + limit + ", but is " + value);
        }
    }

    private Limits() {}
}
