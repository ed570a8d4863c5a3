/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

/** What is killed. */
enum Victim {
    TASK_MANAGER,
    JOB_MANAGER,
    BROKER;

    /** For a person. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
