/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDList;

/** Decides on the gates that encoders exchange, see {@link GateExchange}. */
@FunctionalInterface
public interface GateControl {

    /** Takes every gate as the network computed it. */
    GateControl NONE = (point, gates) -> gates;

    /**
     * The gates to use.
     *
     * @param point after which of the stages that exchange something, from 0
     * @param gates (B, C_m) per modality, each value in (0, 1); rows of absent clips are not used
     * @return gates of the same shapes
     */
    NDList gates(int point, NDList gates);
}
