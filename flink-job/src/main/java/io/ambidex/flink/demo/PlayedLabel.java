/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

/**
 * A label that the player has published.
 *
 * @param clip the clip it is for
 * @param label name of the class
 * @param timeMillis event time of the example: end of the clip or the moment from which the label
 *     is known, whichever is later
 * @param evaluateOnly whether it may only be scored, never trained on
 * @param pass which pass over the media it belongs to, from 0
 */
record PlayedLabel(ClipKey clip, String label, long timeMillis, boolean evaluateOnly, int pass) {}
