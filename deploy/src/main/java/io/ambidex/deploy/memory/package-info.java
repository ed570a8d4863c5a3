/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Measures what a task manager keeps: over a long training, and over many jobs that come and go.
 */
package io.ambidex.deploy.memory;
