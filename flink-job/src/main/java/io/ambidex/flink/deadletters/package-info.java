/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Dead letters after the job has written them: listed, shown, and sent back to where they failed.
 */
package io.ambidex.flink.deadletters;
