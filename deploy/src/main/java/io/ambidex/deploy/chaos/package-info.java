/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Runs the job on a broker, a job manager and task managers in processes of their own, kills these
 * at random moments while clips are played, and has everything checked when the dust has settled.
 */
package io.ambidex.deploy.chaos;
