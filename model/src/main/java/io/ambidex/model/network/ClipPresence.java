/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

/** Tells whether a clip of a batch has a modality. */
@FunctionalInterface
public interface ClipPresence {
    /**
     * @param row clip in its batch, from 0
     * @param modality index in the order of the specification
     */
    boolean isPresent(int row, int modality);
}
