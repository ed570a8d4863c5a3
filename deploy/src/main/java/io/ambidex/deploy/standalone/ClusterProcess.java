/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * What distinguishes one JVM of the cluster from the others.
 *
 * @param name names its log and its process id file
 * @param mainClass Flink's entry point
 * @param jvmOptions options of the JVM, memory included
 * @param arguments arguments of the entry point
 */
record ClusterProcess(
        String name, String mainClass, List<String> jvmOptions, List<String> arguments) {

    static ClusterProcess jobManager(Configuration configuration) {
        JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
        return new ClusterProcess(
                "jobmanager",
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                concat(
                        words(
                                JobManagerProcessUtils.generateJvmParametersStr(
                                        memory, configuration)),
                        words(configuration.get(CoreOptions.FLINK_JVM_OPTIONS)),
                        words(configuration.get(CoreOptions.FLINK_JM_JVM_OPTIONS))),
                words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    }

    /**
     * A task manager.
     *
     * @param number from 1
     */
    static ClusterProcess taskManager(Configuration configuration, int number) {
        TaskExecutorProcessSpec memory =
                TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        String name = "taskmanager-" + number;
        return new ClusterProcess(
                name,
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                concat(
                        words(ProcessMemoryUtils.generateJvmParametersStr(memory)),
                        words(configuration.get(CoreOptions.FLINK_JVM_OPTIONS)),
                        words(configuration.get(CoreOptions.FLINK_TM_JVM_OPTIONS))),
                concat(
                        words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)),
                        List.of(
                                "-D",
                                TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key() + "=" + name)));
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    @SafeVarargs
    private static List<String> concat(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }
}
