/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.frontend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;

/**
 * The fixed first part of a network: raw bytes of a modality to what its encoder sees, on the
 * network's device. Training and serving go through the same one. Not differentiated.
 */
public interface FrontEnd extends AutoCloseable {

    /**
     * Applies it.
     *
     * @param owner manager that the result belongs to
     * @param media raw media of the clips one after the other: a direct buffer, used again after
     *     this call
     * @param clips P, number of clips
     * @return shape (P, …encoder shape); shares no memory with {@code media}
     */
    NDArray apply(NDManager owner, ByteBuffer media, int clips);

    @Override
    void close();
}
