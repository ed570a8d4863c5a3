/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import io.ambidex.flink.labeling.LabelingOptions;
import io.ambidex.flink.pairing.BufferLimits;
import io.ambidex.flink.pairing.MediaAssembler;
import io.ambidex.flink.pairing.PairingOptions;
import io.ambidex.flink.pairing.PictureAssembler;
import io.ambidex.flink.pairing.SignalAssembler;
import io.ambidex.flink.pairing.SkewTolerance;
import io.ambidex.flink.pairing.SoundAssembler;
import io.ambidex.flink.pairing.ValueAssembler;
import io.ambidex.flink.pairing.WindowAssigner;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.VideoInput;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** What the options say about pairing and labeling. */
public final class StreamSettings {

    /**
     * How modalities are paired.
     *
     * @throws InvalidOptionException if the options do not fit together
     */
    public static PairingOptions pairing(Configuration options) {
        try {
            PairingOptions.Builder builder =
                    PairingOptions.builder(windows(options))
                            .outOfOrderness(millis(options, WindowOptions.OUT_OF_ORDERNESS))
                            .allowedDelay(millis(options, WindowOptions.ALLOWED_DELAY))
                            .silenceLimit(millis(options, WindowOptions.SILENCE_LIMIT))
                            .skewTolerance(
                                    new SkewTolerance(
                                            millis(options, WindowOptions.SOUND_EARLY),
                                            millis(options, WindowOptions.SOUND_LATE)))
                            .limits(
                                    new BufferLimits(
                                            options.get(WindowOptions.MAX_RECORDS),
                                            options.get(WindowOptions.MAX_BYTES).getBytes(),
                                            millis(options, WindowOptions.MAX_SPAN)));
            for (ModalitySpec modality : ModelSettings.network(options).modalities()) {
                builder.modality(modality.name(), assembler(modality, options));
            }
            return builder.build();
        } catch (InvalidOptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("pairing: " + e.getMessage(), e);
        }
    }

    /**
     * How clips and labels find each other.
     *
     * @throws InvalidOptionException if a value is outside its range
     */
    public static LabelingOptions labeling(Configuration options) {
        try {
            return new LabelingOptions(
                    hasLabelWindows(options),
                    options.get(LabelOptions.MINIMUM_OVERLAP),
                    millis(options, LabelOptions.HORIZON),
                    settleDelayMillis(options),
                    options.get(LabelOptions.MAX_PENDING),
                    options.get(LabelOptions.MAX_PENDING_BYTES).getBytes());
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("labels: " + e.getMessage(), e);
        }
    }

    /** How far the watermark may be past a window's end when its clip comes, in milliseconds. */
    public static long settleDelayMillis(Configuration options) {
        return millis(options, WindowOptions.SILENCE_LIMIT)
                + millis(options, WindowOptions.ALLOWED_DELAY);
    }

    /** Whether the windows are the intervals of labels. */
    public static boolean hasLabelWindows(Configuration options) {
        return options.get(WindowOptions.WINDOW) == WindowOptions.Kind.LABEL;
    }

    /** How many values one record of a modality has; meaningful for feature vectors. */
    public static int values(ModalitySpec modality) {
        return modality.input().rawBytes() / Float.BYTES;
    }

    private static WindowAssigner windows(Configuration options) {
        long size = millis(options, WindowOptions.SIZE);
        return switch (options.get(WindowOptions.WINDOW)) {
            case TUMBLING -> WindowAssigner.tumbling(size);
            case HOPPING -> WindowAssigner.hopping(size, millis(options, WindowOptions.HOP));
            case LABEL -> WindowAssigner.labelIntervals(millis(options, LabelOptions.HORIZON));
        };
    }

    private static MediaAssembler assembler(ModalitySpec modality, Configuration options) {
        if (modality.input() instanceof AudioInput audio) {
            return signal(new SoundAssembler(audio.sampleRate(), audio.samples()), options);
        }
        if (modality.input() instanceof VideoInput video) {
            int frameBytes = video.rawBytes() / video.frames();
            return signal(new PictureAssembler(video.frames(), frameBytes), options);
        }
        return new ValueAssembler(values(modality), ValueAssembler.Summary.LAST);
    }

    private static MediaAssembler signal(MediaAssembler assembler, Configuration options) {
        return options.get(WindowOptions.NO_SIGNAL_IS_MISSING)
                ? new SignalAssembler(assembler)
                : assembler;
    }

    private static long millis(Configuration options, ConfigOption<java.time.Duration> option) {
        return options.get(option).toMillis();
    }

    private StreamSettings() {}
}
