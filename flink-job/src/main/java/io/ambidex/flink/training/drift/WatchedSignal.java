/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.drift;

import io.ambidex.model.monitoring.drift.Direction;
import io.ambidex.model.monitoring.drift.DriftDetector;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** One signal with the detectors that watch it. */
final class WatchedSignal {

    /** How a signal becomes a value of a detector, in [0, 1]. */
    enum Scale {
        /** It is a share already. */
        SHARE,
        /**
         * Not negative and without limit (what is negative counts as 0): x / (1 + x), so that a
         * ratio and its inverse are equally far from one half.
         */
        OPEN;

        double in(double value) {
            return this == SHARE ? value : Math.max(0, value) / (1 + Math.max(0, value));
        }

        double out(double scaled) {
            return this == SHARE ? scaled : scaled / (1 - scaled);
        }
    }

    private final String name;
    private final String streamId;
    private final Scale scale;
    private final List<DriftDetector> detectors;

    /**
     * @param name of the signal
     * @param streamId null for all streams together
     */
    WatchedSignal(
            String name,
            String streamId,
            Scale scale,
            Direction direction,
            DetectorSettings settings) {
        this.name = name;
        this.streamId = streamId;
        this.scale = scale;
        this.detectors = settings.create(direction);
    }

    /** Takes a value; one that is not finite is left out. */
    void add(double value, long step, Consumer<DriftSignal> found) {
        if (!Double.isFinite(value)) {
            return;
        }
        for (DriftDetector detector : detectors) {
            detector.add(scale.in(value))
                    .ifPresent(
                            shift ->
                                    found.accept(
                                            new DriftSignal(
                                                    detector.name(),
                                                    name,
                                                    streamId,
                                                    scale.out(shift.oldMean()),
                                                    scale.out(shift.newMean()),
                                                    step)));
        }
    }

    void write(DataOutputStream out) throws IOException {
        for (DriftDetector detector : detectors) {
            detector.writeState(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (DriftDetector detector : detectors) {
            detector.readState(in);
        }
    }
}
