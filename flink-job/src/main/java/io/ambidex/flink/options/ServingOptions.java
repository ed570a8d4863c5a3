/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** How clips are predicted. */
public final class ServingOptions {

    public static final ConfigOption<Boolean> ENABLED =
            key("serving.enabled")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription("Whether the job predicts; without it the job only trains.");

    public static final ConfigOption<Integer> BATCH_SIZE =
            key("serving.batch-size")
                    .intType()
                    .defaultValue(8)
                    .withDescription("Clips that are predicted at once, at most.");

    public static final ConfigOption<Duration> MAX_DELAY =
            key("serving.max-delay")
                    .durationType()
                    .defaultValue(Duration.ofMillis(50))
                    .withDescription(
                            "How long, in processing time, a clip may wait for others to be predicted with.");

    public static final ConfigOption<Integer> PARALLELISM =
            key("serving.parallelism")
                    .intType()
                    .defaultValue(0)
                    .withDescription("Parallel predictors; 0 means the parallelism of the job.");

    public static final ConfigOption<String> DEVICE =
            key("serving.device")
                    .stringType()
                    .defaultValue("cpu")
                    .withDescription("Device of the predictors: auto, cpu or gpu:N.");

    public static final ConfigOption<MemorySize> MAX_VERSION_BYTES =
            key("serving.max-version-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1024))
                    .withDescription("A version file that is larger is refused.");

    public static final ConfigOption<String> PUBLIC_KEY =
            key("serving.public-key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with an Ed25519 key (PEM, X.509); a version that is not signed with its "
                                    + "counterpart is refused.");

    private ServingOptions() {}
}
