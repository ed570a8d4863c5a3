/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.frontend;

/**
 * Triangular filters, evenly spaced on the HTK mel scale {@code mel(f) = 2595 log10(1 + f / 700)}
 * from 0 Hz to half the sample rate. Filter m rises linearly (in Hz) from the centre of its left
 * neighbour to 1 at its own centre and falls to 0 at the centre of its right neighbour; areas are
 * not normalised. These are torchaudio's {@code melscale_fbanks} with its defaults.
 */
public final class MelFilters {

    private final int bins;
    private final int bands;
    private final double[] weights;

    /**
     * Computes the filters.
     *
     * @param sampleRate samples per second
     * @param windowSamples length of the Fourier transform, N; there are N / 2 + 1 bins
     * @param bands number of filters
     */
    public MelFilters(int sampleRate, int windowSamples, int bands) {
        this.bins = windowSamples / 2 + 1;
        this.bands = bands;
        this.weights = new double[bins * bands];
        double[] centres = centres(sampleRate / 2.0, bands);
        for (int bin = 0; bin < bins; bin++) {
            double hertz = (double) bin * sampleRate / windowSamples;
            for (int band = 0; band < bands; band++) {
                double rise = (hertz - centres[band]) / (centres[band + 1] - centres[band]);
                double fall = (centres[band + 2] - hertz) / (centres[band + 2] - centres[band + 1]);
                weights[bin * bands + band] = Math.max(0, Math.min(rise, fall));
            }
        }
    }

    /** Number of frequencies. */
    public int bins() {
        return bins;
    }

    /** Number of filters. */
    public int bands() {
        return bands;
    }

    /** Weight of a frequency in a band. */
    public double weight(int bin, int band) {
        return weights[bin * bands + band];
    }

    /** All weights, (bins, bands), row-major. */
    double[] weights() {
        return weights.clone();
    }

    static double mel(double hertz) {
        return 2595 * StrictMath.log10(1 + hertz / 700);
    }

    static double hertz(double mel) {
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }

    /** Centres in Hz, with the two ends. */
    private static double[] centres(double highest, int bands) {
        double[] centres = new double[bands + 2];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = hertz(mel(highest) * i / (bands + 1));
        }
        return centres;
    }
}
