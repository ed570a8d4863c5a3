/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import java.util.Collection;
import java.util.Comparator;

/** Finds what a user most likely meant. */
final class NearestName {
    private NearestName() {}

    /** {@code "; did you mean 'x'? known: a, b"}, or only the known names when none is near. */
    static String hint(String wrong, Collection<String> known) {
        if (known.isEmpty()) {
            return "; it has none";
        }
        String nearest =
                known.stream()
                        .min(Comparator.comparingInt(name -> distance(wrong, name)))
                        .orElseThrow();
        String guess =
                distance(wrong, nearest) <= Math.max(2, wrong.length() / 3)
                        ? "; did you mean '" + nearest + "'?"
                        : ";";
        return guess + " known: " + String.join(", ", known.stream().sorted().toList());
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
