/* SPDX-License-Identifier: Apache-2.0 */
/** Commands from the page to the running job: who may give them, and how they are checked. */
package io.ambidex.flink.dashboard.control;
