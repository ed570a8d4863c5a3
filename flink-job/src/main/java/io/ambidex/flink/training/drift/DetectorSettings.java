/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.flink.options.DriftOptions.Detector;
import io.ambidex.model.monitoring.drift.Adwin;
import io.ambidex.model.monitoring.drift.Direction;
import io.ambidex.model.monitoring.drift.DriftDetector;
import io.ambidex.model.monitoring.drift.PageHinkley;
import java.io.Serializable;
import java.util.List;

/**
 * The detectors that watch every signal, and how sensitive they are.
 *
 * @param kinds at least one when anything is watched
 * @param adwinDelta see {@link Adwin}
 * @param tolerance see {@link PageHinkley}, as the rest
 */
public record DetectorSettings(
        List<Detector> kinds,
        double adwinDelta,
        double tolerance,
        double threshold,
        double fading,
        int leastValues)
        implements Serializable {

    /** Copies the list. */
    public DetectorSettings {
        kinds = List.copyOf(kinds);
    }

    /** One fresh detector of every configured kind. */
    List<DriftDetector> create(Direction direction) {
        return kinds.stream().map(kind -> create(kind, direction)).toList();
    }

    /**
     * Looks at every value, also at those that no configured detector needs.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    void check() {
        for (Detector kind : Detector.values()) {
            create(kind, Direction.UP);
        }
    }

    private DriftDetector create(Detector kind, Direction direction) {
        return switch (kind) {
            case ADWIN -> new Adwin(adwinDelta, direction);
            case PAGE_HINKLEY ->
                    new PageHinkley(tolerance, threshold, fading, leastValues, direction);
        };
    }
}
