/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import java.util.function.Consumer;

/**
 * One case of a golden file.
 *
 * @param name as in the file
 * @param reason why it is information only; null when it must match
 * @param check compares our results with the file; null for information only
 */
record GoldenCase(String name, String reason, Consumer<Precision> check) {

    static GoldenCase mustMatch(String name, Consumer<Precision> check) {
        return new GoldenCase(name, null, check);
    }

    static GoldenCase informationOnly(String name, String reason) {
        return new GoldenCase(name, reason, null);
    }

    static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("case '" + name + "' is of an unknown kind");
    }
}
