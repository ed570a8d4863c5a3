/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

/** The stages of the job that have state; the first two are keyed by stream id. */
enum Stage {
    PAIR,
    LABEL,
    TRAIN
}
