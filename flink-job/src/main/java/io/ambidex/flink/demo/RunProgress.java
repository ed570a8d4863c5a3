/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.model.version.ModelVersion;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a run is.
 *
 * @param clipsIn clips that the player has published
 * @param expectedClips clips that it will publish; 0 when unknown
 * @param predicted clips whose prediction is committed
 * @param trained examples in mini-batches
 * @param examplesPerSecond examples trained per second
 * @param accuracy prequential accuracy over the trainer's window, joint and per modality
 * @param version the newest version that answers
 */
record RunProgress(
        long clipsIn,
        long expectedClips,
        long predicted,
        long trained,
        double examplesPerSecond,
        Map<String, Double> accuracy,
        ModelVersion version) {

    /** Everything but the predicted clips, in a few words. */
    String describe() {
        StringBuilder text = new StringBuilder();
        text.append(clipsIn).append(" in, ").append(trained).append(" trained");
        if (examplesPerSecond > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f/s", examplesPerSecond));
        }
        if (!accuracy.isEmpty()) {
            text.append(", ")
                    .append(
                            accuracy.entrySet().stream()
                                    .map(
                                            e ->
                                                    String.format(
                                                            Locale.ROOT,
                                                            "%s %.0f %%",
                                                            e.getKey(),
                                                            100 * e.getValue()))
                                    .collect(Collectors.joining(" ")));
        }
        return text.append(", version ").append(version).toString();
    }
}
