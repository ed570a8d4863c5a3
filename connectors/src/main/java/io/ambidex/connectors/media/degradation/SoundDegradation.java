/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

/** Changes a piece of sound. */
interface SoundDegradation {

    /**
     * @param samples mono, 16 bit; may be changed
     * @param startMillis event time of the first one
     * @param power mean power of the sound lately, in squared 16-bit steps, see {@link SoundLevel}
     * @return as many samples
     */
    short[] degrade(short[] samples, long startMillis, double power);

    /** The nearest 16-bit sample. */
    static short clip(double sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
    }

    /**
     * Root mean square of noise that lies {@code decibels} under a sound of the given power: {@code
     * sqrt(power / 10^(dB / 10))}.
     */
    static double amplitude(double power, double decibels) {
        return Math.sqrt(power / StrictMath.pow(10, decibels / 10));
    }
}
