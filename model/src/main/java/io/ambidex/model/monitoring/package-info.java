/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Measures of imbalance and prequential scores. Pure arithmetic on the host; nothing here touches
 * the engine.
 */
package io.ambidex.model.monitoring;
