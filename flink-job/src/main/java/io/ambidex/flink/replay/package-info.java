/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Learning repeated from the topics it came from: the same inputs must give the same versions, bit
 * for bit.
 */
package io.ambidex.flink.replay;
