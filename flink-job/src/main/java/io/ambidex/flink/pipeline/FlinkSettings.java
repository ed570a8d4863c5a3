/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import io.ambidex.flink.options.OptionCatalog;
import io.ambidex.flink.options.PublicationOptions;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;

/** Flink's own configuration for a job. */
final class FlinkSettings {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    static Configuration of(Configuration options) {
        Configuration flink = new Configuration();
        options.toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(OptionCatalog.FLINK_PREFIX)) {
                                flink.setString(
                                        key.substring(OptionCatalog.FLINK_PREFIX.length()), value);
                            }
                        });
        PrometheusReporting.addTo(flink, options);
        // Uncompressed operator state is restored one byte per system call.
        setDefault(flink, ExecutionOptions.SNAPSHOT_COMPRESSION, true);
        setDefault(flink, CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        setDefault(flink, PipelineOptions.GENERIC_TYPES, false);
        // No operator changes or keeps a record that it has handed on.
        setDefault(flink, PipelineOptions.OBJECT_REUSE, true);
        return flink;
    }

    static String jobName(Configuration options) {
        return of(options)
                .getOptional(PipelineOptions.NAME)
                .orElse("ambidex " + options.get(PublicationOptions.MODEL_NAME));
    }

    private static <T> void setDefault(Configuration flink, ConfigOption<T> option, T value) {
        if (!flink.contains(option)) {
            flink.set(option, value);
        }
    }

    private FlinkSettings() {}
}
