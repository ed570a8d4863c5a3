/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** The classes, and how labels and clips find each other. */
public final class LabelOptions {

    public static final ConfigOption<List<String>> CLASSES =
            key("labels.classes")
                    .stringType()
                    .asList()
                    .defaultValues("circle", "square", "triangle", "cross", "ring", "diamond")
                    .withDescription(
                            "Names of the classes in the order of the network's outputs, two or more.");

    public static final ConfigOption<Double> MINIMUM_OVERLAP =
            key("labels.minimum-overlap")
                    .doubleType()
                    .defaultValue(0.5)
                    .withDescription(
                            "Share of a window that a label must cover, above 0 and at most 1; where the "
                                    + "windows are the intervals of labels a clip takes the labels of its own "
                                    + "interval only.");

    public static final ConfigOption<Duration> HORIZON =
            key("labels.horizon")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "How long, in event time, a clip waits for its label and a label for its clip.");

    public static final ConfigOption<Integer> MAX_PENDING =
            key("labels.max-pending-clips")
                    .intType()
                    .defaultValue(10_000)
                    .withDescription(
                            "Clips of one stream id that may wait; beyond it the oldest are evicted, which "
                                    + "is counted and cannot be repeated.");

    public static final ConfigOption<MemorySize> MAX_PENDING_BYTES =
            key("labels.max-pending-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(256))
                    .withDescription(
                            "Bytes of the clips of one stream id that may wait; likewise.");

    private LabelOptions() {}
}
