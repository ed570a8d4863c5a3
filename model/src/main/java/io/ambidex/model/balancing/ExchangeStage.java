/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * One point of an exchange between encoders: the gates are known and not yet applied. Recording for
 * differentiation is on.
 */
public interface ExchangeStage extends PassView {

    /** After which of the stages that exchange something, from 0. */
    int point();

    /** Index of the pass within the step, from 0. */
    int pass();

    /** Owner of everything made in this pass; closed with it. */
    NDManager manager();

    /** Gates of one modality, (B, C_m); rows of absent clips are not used. */
    NDArray gates(int modality);

    /** Uses other gates, of the same shape. */
    void replaceGates(int modality, NDArray gates);

    /**
     * A number as a scalar tensor that lives as long as the pass, see {@link ForwardStage#number}.
     */
    NDArray number(double value);
}
