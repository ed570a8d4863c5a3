/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the modalities of a stream id are paired.
 *
 * <pre>{@code
 * PairingOptions options =
 *         PairingOptions.builder(WindowAssigner.tumbling(1000))
 *                 .modality("audio", new SoundAssembler(16_000, 16_000))
 *                 .modality("video", new PictureAssembler(4, 32 * 32 * 3))
 *                 .build();
 * }</pre>
 *
 * @param windows which intervals become clips
 * @param modalities the modalities, in the order of the network's encoders, 1 or more
 * @param outOfOrdernessMillis how much older than the newest record of its modality a record may
 *     be, 0 or more; an older one is late
 * @param allowedDelayMillis how far every modality must be past a window's end before the window is
 *     settled, at least the out-of-orderness
 * @param silenceLimitMillis how far the watermark must be past a window's end before the window is
 *     settled without a modality, at least the allowed delay
 * @param skewTolerance how far sound and picture may be apart unflagged
 * @param limits what one stream id may keep
 */
public record PairingOptions(
        WindowAssigner windows,
        List<PairedModality> modalities,
        long outOfOrdernessMillis,
        long allowedDelayMillis,
        long silenceLimitMillis,
        SkewTolerance skewTolerance,
        BufferLimits limits)
        implements Serializable {

    public PairingOptions {
        modalities = List.copyOf(modalities);
        Limits.atLeast("number of modalities", modalities.size(), 1);
        Set<String> names = new HashSet<>();
        for (PairedModality modality : modalities) {
            if (!names.add(modality.name())) {
                throw new IllegalArgumentException(
                        "modality " + modality.name() + " must be named once, but is named twice");
            }
        }
        Limits.atLeast("out-of-orderness in milliseconds", outOfOrdernessMillis, 0);
        Limits.atLeast(
                "allowed delay in milliseconds (out-of-orderness)",
                allowedDelayMillis,
                outOfOrdernessMillis);
        Limits.atLeast(
                "silence limit in milliseconds (allowed delay)",
                silenceLimitMillis,
                allowedDelayMillis);
        Limits.atLeast(
                "event time kept for a stream id in milliseconds (longest window + silence limit)",
                limits.spanMillis(),
                windows.maxLengthMillis() + silenceLimitMillis);
    }

    /** Starts with the defaults, without a modality. */
    public static Builder builder(WindowAssigner windows) {
        return new Builder(windows);
    }

    /**
     * How long after the watermark passed a window's end its clip may still leave: silence limit +
     * allowed delay. What follows decides no earlier.
     */
    public long settleDelayMillis() {
        return silenceLimitMillis + allowedDelayMillis;
    }

    /**
     * Index of a modality.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    int indexOf(String modality) {
        for (int i = 0; i < modalities.size(); i++) {
            if (modalities.get(i).name().equals(modality)) {
                return i;
            }
        }
        List<String> names = modalities.stream().map(PairedModality::name).toList();
        throw new IllegalArgumentException(
                "a record's modality must be one of " + names + ", but is " + modality);
    }

    /** Index of the first modality of a kind; -1 when there is none. */
    int indexOf(MediaKind kind) {
        for (int i = 0; i < modalities.size(); i++) {
            if (modalities.get(i).assembler().kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    /** Collects the settings; {@link #build} checks them across each other. */
    public static final class Builder {
        private final WindowAssigner windows;
        private final List<PairedModality> modalities = new ArrayList<>();
        private long outOfOrdernessMillis = 200;
        private long allowedDelayMillis = 500;
        private long silenceLimitMillis = 5000;
        private SkewTolerance skewTolerance = SkewTolerance.BT_1359;
        private BufferLimits limits = BufferLimits.DEFAULT;

        private Builder(WindowAssigner windows) {
            this.windows = windows;
        }

        /** Adds a modality. */
        public Builder modality(String name, MediaAssembler assembler) {
            modalities.add(new PairedModality(name, assembler));
            return this;
        }

        /** How much older than the newest record of its modality a record may be; 200 ms. */
        public Builder outOfOrderness(long millis) {
            outOfOrdernessMillis = millis;
            return this;
        }

        /** How far every modality must be past a window's end; 500 ms. */
        public Builder allowedDelay(long millis) {
            allowedDelayMillis = millis;
            return this;
        }

        /** How far the watermark must be past a window's end; 5,000 ms. */
        public Builder silenceLimit(long millis) {
            silenceLimitMillis = millis;
            return this;
        }

        /** How far sound and picture may be apart unflagged; ITU-R BT.1359. */
        public Builder skewTolerance(SkewTolerance tolerance) {
            skewTolerance = tolerance;
            return this;
        }

        /** What one stream id may keep. */
        public Builder limits(BufferLimits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Checks and makes the options.
         *
         * @throws IllegalArgumentException if a setting is out of its range
         */
        public PairingOptions build() {
            return new PairingOptions(
                    windows,
                    modalities,
                    outOfOrdernessMillis,
                    allowedDelayMillis,
                    silenceLimitMillis,
                    skewTolerance,
                    limits);
        }
    }
}
