/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

/**
 * One metric of the job, as it is documented.
 *
 * @param group its group below {@code ambidex}, for example {@code training}
 * @param label name of a label beyond those that Flink gives every metric; null for none
 * @param name its name in the group
 * @param unit what a value counts or measures, for example {@code examples}, {@code ms}, {@code 0
 *     to 1}
 * @param meaning for a person, one line
 */
public record Metric(String group, String label, String name, String unit, String meaning) {

    private static final String SCOPE = "flink_taskmanager_job_task_operator_ambidex_";

    /** Its name in Prometheus, as Flink's reporter makes it of scope, groups and name. */
    public String prometheusName() {
        return SCOPE + group + "_" + (label == null ? "" : label + "_") + name;
    }
}
