/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.view;

/**
 * Something new for a page.
 *
 * @param name which part of the page it is for: status, series, streams, versions or happenings
 * @param json what it holds, on one line
 */
public record ViewEvent(String name, String json) {}
