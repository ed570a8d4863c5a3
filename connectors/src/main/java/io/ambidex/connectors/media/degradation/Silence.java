/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

/** Sound without a signal: the records still come. */
record Silence() implements SoundDegradation {

    @Override
    public short[] degrade(short[] samples, long startMillis, double power) {
        return new short[samples.length];
    }
}
