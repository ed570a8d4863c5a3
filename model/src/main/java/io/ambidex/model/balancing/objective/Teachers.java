/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;

/** One encoder per modality that knows its modality alone; where UMT's features come from. */
interface Teachers extends AutoCloseable {

    /**
     * Makes sure that there can be teachers for a network, before anything starts.
     *
     * @throws IllegalArgumentException if not; tells why
     */
    default void check(NetworkSpec network) {}

    /** Makes the teachers of a network. */
    void open(MethodContext context);

    /** Features (B, D_m) of the batch, without graph; rows without the modality mean nothing. */
    NDArray features(ObjectiveStage stage, int modality);

    /** Adds the losses by which the teachers learn, if they do. */
    default void addLosses(ObjectiveStage stage) {}

    /**
     * After an update.
     *
     * @param updates number of updates before this one since the beginning or the last drift
     */
    default void after(AfterStage stage, long updates) {}

    /** Whether what they teach follows the stream. */
    boolean learn();

    /** Adds what later steps depend on, apart from parameters and buffers. */
    void writeState(MethodState state);

    /** Takes it over. */
    void readState(MethodState state);

    @Override
    void close();

    /** Another network with the same values. */
    static MultimodalNetwork copyOf(MethodContext context) {
        MultimodalNetwork network = context.network();
        MultimodalNetwork copy =
                MultimodalNetwork.create(
                        network.spec(),
                        context.options().seed(),
                        context.options().device(),
                        network.dataType());
        copy.load(network.state());
        return copy;
    }
}
