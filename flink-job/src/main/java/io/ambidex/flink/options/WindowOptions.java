/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** How the modalities of one stream id are paired into clips. */
public final class WindowOptions {

    /** Which intervals become clips. */
    public enum Kind {
        TUMBLING,
        HOPPING,
        LABEL
    }

    public static final ConfigOption<Kind> WINDOW =
            key("pairing.window")
                    .enumType(Kind.class)
                    .defaultValue(Kind.TUMBLING)
                    .withDescription(
                            "Intervals that become clips: tumbling, hopping, or the intervals of the labels "
                                    + "(then nothing is predicted live).");

    public static final ConfigOption<Duration> SIZE =
            key("pairing.window-size")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            "Length of a window; with label windows the length of sound that the network "
                                    + "takes.");

    public static final ConfigOption<Duration> HOP =
            key("pairing.window-hop")
                    .durationType()
                    .defaultValue(Duration.ofMillis(500))
                    .withDescription(
                            "From the start of one hopping window to the start of the next.");

    public static final ConfigOption<Duration> OUT_OF_ORDERNESS =
            key("pairing.out-of-orderness")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withDescription(
                            "How much older than the newest record of its modality, or of its partition, a "
                                    + "record may be without being late.");

    public static final ConfigOption<Duration> ALLOWED_DELAY =
            key("pairing.allowed-delay")
                    .durationType()
                    .defaultValue(Duration.ofMillis(500))
                    .withDescription(
                            "How far every modality must have moved past the end of a window before the "
                                    + "window is settled.");

    public static final ConfigOption<Duration> SILENCE_LIMIT =
            key("pairing.silence-limit")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription(
                            "How far event time may pass the end of a window before a modality that says "
                                    + "nothing counts as missing.");

    public static final ConfigOption<Duration> SOUND_EARLY =
            key("pairing.skew.sound-early")
                    .durationType()
                    .defaultValue(Duration.ofMillis(45))
                    .withDescription(
                            "By how much sound may lead the picture unflagged (ITU-R BT.1359).");

    public static final ConfigOption<Duration> SOUND_LATE =
            key("pairing.skew.sound-late")
                    .durationType()
                    .defaultValue(Duration.ofMillis(125))
                    .withDescription(
                            "By how much sound may trail the picture unflagged (ITU-R BT.1359).");

    public static final ConfigOption<Boolean> NO_SIGNAL_IS_MISSING =
            key("pairing.no-signal-is-missing")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether a modality counts as missing in a clip whose sound is digital silence, or "
                                    + "whose pictures are all black: every sample 0.");

    public static final ConfigOption<Integer> MAX_RECORDS =
            key("pairing.max-buffered-records")
                    .intType()
                    .defaultValue(100_000)
                    .withDescription(
                            "Records that one stream id may keep; beyond it the oldest are evicted, which is "
                                    + "counted and cannot be repeated.");

    public static final ConfigOption<MemorySize> MAX_BYTES =
            key("pairing.max-buffered-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "Bytes of decoded media that one stream id may keep; likewise.");

    public static final ConfigOption<Duration> MAX_SPAN =
            key("pairing.max-buffered-span")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription(
                            "Event time from the oldest record that one stream id keeps to the newest; "
                                    + "likewise.");

    private WindowOptions() {}
}
