/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The page that shows how balanced the learning of a running job is.
 *
 * <p>{@link io.ambidex.flink.dashboard.Dashboard} follows the output topics of a job as any
 * committed reader does: it belongs to the process of the command line, never to a task manager,
 * and the job does not know of it. {@code view} holds what has been seen, in bounded memory; {@code
 * web} serves it to browsers.
 */
package io.ambidex.flink.dashboard;
