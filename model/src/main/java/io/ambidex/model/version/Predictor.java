/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.network.NetworkSpec;
import java.util.List;

/** A model version that answers. Owns a copy of the weights; for one thread at a time. */
public final class Predictor implements AutoCloseable {

    private Predictor() {}

    /**
     * Opens a version file.
     *
     * @param expectedDigest digest that was announced; null when none was
     * @param device {@code auto}, {@code cpu} or {@code gpu:N}
     * @throws BadModelVersionException if it is refused; tells why
     */
    public static Predictor open(
            byte[] versionFile, String expectedDigest, ReadLimits limits, String device)
            throws BadModelVersionException {
        throw new UnsupportedOperationException();
    }

    /** Version 0: fresh weights from the seed, the same bits as the learner's. */
    public static Predictor initial(NetworkSpec spec, long seed, String device) {
        throw new UnsupportedOperationException();
    }

    /**
     * Predicts a batch of clips.
     *
     * @param media one list per clip: raw media per modality in the order of the network; empty or
     *     null when missing
     */
    public List<ClipPrediction> predict(List<List<byte[]>> media) {
        throw new UnsupportedOperationException();
    }

    public ModelVersion version() {
        throw new UnsupportedOperationException();
    }

    public String digest() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
