/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

/**
 * Something the run has promised.
 *
 * @param name what was promised, as a claim
 * @param kept whether it happened
 * @param detail the figures behind the verdict
 */
record Promise(String name, boolean kept, String detail) {}
