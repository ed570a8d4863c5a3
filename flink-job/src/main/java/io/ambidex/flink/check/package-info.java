/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a run has promised, checked from its topics alone: by another process, without the job,
 * without Flink and without the model. Clips and examples are found anew from the positions and
 * times of the input records, by the rules and not by the job's operators; the same of all that was
 * learned is shown by {@link io.ambidex.flink.replay}.
 */
package io.ambidex.flink.check;
