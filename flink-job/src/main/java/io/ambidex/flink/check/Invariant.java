/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

/**
 * Something that must be true of every run.
 *
 * @param name what must be true, for a person
 * @param holds whether it is
 * @param figures what was counted
 */
public record Invariant(String name, boolean holds, String figures) {

    static Invariant of(String name, boolean holds, String format, Object... figures) {
        return new Invariant(name, holds, String.format(format, figures));
    }
}
