/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

/** Options that methods with a reservoir share. A method lists those that it uses. */
public final class ReservoirOptions {
    private static final long MOST_EXAMPLES = 1_000_000;
    private static final double MOST_MEBIBYTES = 1024;
    private static final double MEBIBYTE = 1 << 20;

    /** Share of the examples that are never trained on. */
    public static final MethodOption<Double> HELD_OUT_SHARE = heldOutShare(0.02);

    /** Most held-out examples. */
    public static final MethodOption<Long> HELD_OUT_CAPACITY = heldOutCapacity(256);

    /** Most replay examples. */
    public static final MethodOption<Long> REPLAY_CAPACITY = replayCapacity(256);

    /** How fast the reservoirs forget. */
    public static final MethodOption<Long> RECENCY =
            MethodOption.count(
                    "reservoirRecency",
                    10_000,
                    "examples",
                    0,
                    Long.MAX_VALUE,
                    "Examples of the stream after which a kept one is forgotten (to 1/e); 0 for a"
                            + " uniform sample of everything so far.");

    /** Memory of each reservoir. */
    public static final MethodOption<Double> MEBIBYTES =
            MethodOption.number(
                    "reservoirMebibytes",
                    ReservoirSpec.DEFAULT_MAX_BYTES / MEBIBYTE,
                    "MiB",
                    1 / MEBIBYTE,
                    MOST_MEBIBYTES,
                    "Most memory of each reservoir; fewer examples are kept when they would not"
                            + " fit.");

    private ReservoirOptions() {}

    /** {@link #HELD_OUT_SHARE} with another default. */
    public static MethodOption<Double> heldOutShare(double defaultValue) {
        return MethodOption.number(
                "heldOutShare",
                defaultValue,
                "share",
                0,
                ReservoirSpec.MOST_HELD_OUT,
                "Share of the examples that are held out: chosen by their stream and window, never"
                        + " trained on.");
    }

    /** {@link #HELD_OUT_CAPACITY} with another default. */
    public static MethodOption<Long> heldOutCapacity(long defaultValue) {
        return MethodOption.count(
                "heldOutCapacity",
                defaultValue,
                "examples",
                1,
                MOST_EXAMPLES,
                "Most held-out examples that are kept.");
    }

    /** {@link #REPLAY_CAPACITY} with another default. */
    public static MethodOption<Long> replayCapacity(long defaultValue) {
        return MethodOption.count(
                "replayCapacity",
                defaultValue,
                "examples",
                1,
                MOST_EXAMPLES,
                "Most examples that are kept after they were trained on.");
    }

    /** Bytes of a value of {@link #MEBIBYTES}. */
    public static long bytes(double mebibytes) {
        return (long) (mebibytes * MEBIBYTE);
    }
}
