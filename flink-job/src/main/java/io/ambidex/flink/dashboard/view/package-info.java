/* SPDX-License-Identifier: Apache-2.0 */
/** What the output topics have told, down-sampled and bounded, ready to be shown. */
package io.ambidex.flink.dashboard.view;
