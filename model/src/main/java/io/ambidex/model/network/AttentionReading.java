/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the class token of an attention fusion looked in one mini-batch, on the host. Means are
 * over the clips that have the modality; NaN when none has.
 *
 * <p>The cosine between query and mean key and the attention imbalance rate are those of arXiv
 * 2506.11465; equal cosines are not equal attention, which also depends on the number and the
 * length of the keys.
 */
public final class AttentionReading {
    private final AttentionShape shape;
    private final double[] presence;
    private final double[] values;
    private final int rows;
    private final int rowWidth;

    /**
     * @param presence (B, M)
     * @param values (B, K) as the kernel gives them
     */
    AttentionReading(AttentionShape shape, double[] presence, double[] values) {
        this.shape = shape;
        this.presence = presence;
        this.values = values;
        rows = presence.length / modalities();
        rowWidth = rows == 0 ? 0 : values.length / rows;
    }

    private int modalities() {
        return shape.modalities().size();
    }

    /** Sizes of the fusion. */
    public AttentionShape shape() {
        return shape;
    }

    /** Whether any clip has the modality. */
    public boolean isPresent(int modality) {
        for (int row = 0; row < rows; row++) {
            if (presence[row * modalities() + modality] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Share of the attention that stays with the class token itself, averaged over all clips. */
    public double classMass() {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += values[row * rowWidth];
        }
        return rows == 0 ? Double.NaN : sum / rows;
    }

    /** Share of the attention on a modality's tokens, 0 to 1, averaged over heads. */
    public double mass(int modality) {
        return mean(modality, 1 + modality, 1)[0];
    }

    /** {@code q} (h d/h), rotated and normalised as it meets the keys; mean over all clips. */
    public double[] query() {
        double[] sum = new double[shape.width()];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[row * rowWidth + queryAt() + i] / rows;
            }
        }
        return sum;
    }

    /** Mean key (h d/h) over tokens and clips. */
    public double[] meanKey(int modality) {
        return mean(modality, modalityAt(modality), shape.width());
    }

    /** Per head, the mean over clips of the cosine between query and mean key; -1 to 1. */
    public double[] cosines(int modality) {
        return mean(modality, modalityAt(modality) + shape.width(), shape.heads());
    }

    /** {@link #cosines} averaged over heads. */
    public double cosine(int modality) {
        double sum = 0;
        for (double cosine : cosines(modality)) {
            sum += cosine;
        }
        return sum / shape.heads();
    }

    /** Mean length of the keys. */
    public double keyLength(int modality) {
        return mean(modality, modalityAt(modality) + shape.width() + shape.heads(), 1)[0];
    }

    /**
     * Distance between the mean unit tokens of two modalities, 0 to 2: how far apart they lie in
     * the common space.
     */
    public double gap(int one, int other) {
        int at = shape.width() + shape.heads() + 1;
        double[] a = mean(one, modalityAt(one) + at, shape.width());
        double[] b = mean(other, modalityAt(other) + at, shape.width());
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /**
     * Everything as figures: {@code attention.class}, and per modality {@code attention.mass.X},
     * {@code attention.massPerToken.X} (shares of {@code mass / tokens}, which add up to 1), {@code
     * attention.cosine.X}, {@code attention.keyLength.X}; {@code attention.spread} is the largest
     * minus the smallest cosine, {@code attention.gap.X.Y} the modality gap. What no clip tells is
     * left out.
     */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("attention.class", classMass());
        double perToken = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < modalities(); m++) {
            if (isPresent(m)) {
                perToken += mass(m) / shape.tokens().get(m).count();
                least = Math.min(least, cosine(m));
                most = Math.max(most, cosine(m));
            }
        }
        for (int m = 0; m < modalities(); m++) {
            if (isPresent(m)) {
                String name = shape.modalities().get(m);
                figures.put("attention.mass." + name, mass(m));
                figures.put(
                        "attention.massPerToken." + name,
                        mass(m) / shape.tokens().get(m).count() / perToken);
                figures.put("attention.cosine." + name, cosine(m));
                figures.put("attention.keyLength." + name, keyLength(m));
                for (int n = m + 1; n < modalities(); n++) {
                    if (isPresent(n)) {
                        String pair = name + "." + shape.modalities().get(n);
                        figures.put("attention.gap." + pair, gap(m, n));
                    }
                }
            }
        }
        if (most >= least) {
            figures.put("attention.spread", most - least);
        }
        figures.values().removeIf(value -> !Double.isFinite(value));
        return figures;
    }

    private int queryAt() {
        return 1 + modalities();
    }

    private int modalityAt(int modality) {
        int block = 2 * shape.width() + shape.heads() + 1;
        return queryAt() + shape.width() + modality * block;
    }

    /** Mean over the clips that have a modality. */
    private double[] mean(int modality, int from, int count) {
        double[] mean = new double[count];
        int clips = 0;
        for (int row = 0; row < rows; row++) {
            if (presence[row * modalities() + modality] != 0) {
                clips++;
                for (int i = 0; i < count; i++) {
                    mean[i] += values[row * rowWidth + from + i];
                }
            }
        }
        for (int i = 0; i < count; i++) {
            mean[i] = clips == 0 ? Double.NaN : mean[i] / clips;
        }
        return mean;
    }
}
