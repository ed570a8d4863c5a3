/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.Map;

/**
 * An opened balancing method with its name, its options, and the parameters and buffers that it
 * added.
 */
final class MethodHost implements AutoCloseable {
    private final String name;
    private final Map<String, String> options;
    private final BalancingMethod method;
    private final Reservoirs reservoirs;
    private final NDManager manager;
    private final NamedTensors own = new NamedTensors();
    private final NamedTensors all = new NamedTensors();
    private final NamedTensors ownBuffers = new NamedTensors();
    private final BufferGuard buffers;

    /** Opens the method on a network. */
    MethodHost(
            String name,
            Map<String, String> options,
            BalancingMethod method,
            MultimodalNetwork network,
            LearnerOptions learnerOptions,
            TensorLists lists) {
        this.name = name;
        this.options = Map.copyOf(options);
        this.method = method;
        reservoirs = new Reservoirs(method.reservoirs(), network.spec());
        manager = network.manager().newSubManager();
        network.parameters().entries().forEach(e -> all.add(e.getKey(), e.getValue()));
        try {
            method.open(new Context(network, learnerOptions, lists));
            NDList live = network.buffers().list();
            live.addAll(ownBuffers.list());
            buffers = new BufferGuard(manager, live, lists);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    Map<String, String> options() {
        return options;
    }

    BalancingMethod method() {
        return method;
    }

    /** Examples that the method asked for. */
    Reservoirs reservoirs() {
        return reservoirs;
    }

    /** Parameters of the method alone. */
    NamedTensors ownParameters() {
        return own;
    }

    /** Parameters and buffers of the method: what is saved beside its state. */
    NamedTensors ownTensors() {
        NamedTensors tensors = new NamedTensors();
        own.entries().forEach(e -> tensors.add(e.getKey(), e.getValue()));
        ownBuffers.entries().forEach(e -> tensors.add(e.getKey(), e.getValue()));
        return tensors;
    }

    /** Keeps what a forward pass changes by itself, for passes that are skipped. */
    BufferGuard buffers() {
        return buffers;
    }

    /** Parameters of the network, then those of the method. */
    NamedTensors allParameters() {
        return all;
    }

    @Override
    public void close() {
        method.close();
        manager.close();
    }

    private final class Context implements MethodContext {
        private final MultimodalNetwork network;
        private final LearnerOptions learnerOptions;
        private final TensorLists lists;

        Context(MultimodalNetwork network, LearnerOptions learnerOptions, TensorLists lists) {
            this.network = network;
            this.learnerOptions = learnerOptions;
            this.lists = lists;
        }

        @Override
        public MultimodalNetwork network() {
            return network;
        }

        @Override
        public LearnerOptions options() {
            return learnerOptions;
        }

        @Override
        public NDManager manager() {
            return manager;
        }

        @Override
        public TensorLists lists() {
            return lists;
        }

        @Override
        public NDArray addParameter(String parameter, NDArray initial) {
            all.add(parameter, initial);
            own.add(parameter, initial);
            initial.setRequiresGradient(true);
            return initial;
        }

        @Override
        public void addBuffer(String buffer, NDArray live) {
            if (all.contains(buffer)) {
                throw new IllegalArgumentException("tensor '" + buffer + "' is there already");
            }
            ownBuffers.add(buffer, live);
        }
    }
}
