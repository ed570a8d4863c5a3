/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

/**
 * What the job said to a command.
 *
 * @param applied whether it takes effect, or else was refused
 * @param message one sentence for a person
 */
public record CommandAnswer(boolean applied, String message) {}
