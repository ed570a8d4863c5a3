/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.engine.TorchRuntime;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.InitialTensors;
import java.util.Map;

/** A network with everything needed to train it, apart from the balancing method. */
final class LearnerCore implements AutoCloseable {
    final MultimodalNetwork network;
    final StepKernel kernel;
    final Autograd autograd;
    final TensorLists lists;
    final Optimizer optimizer;

    private FrozenBase base;

    /** Fresh weights from the options' seed. */
    LearnerCore(NetworkSpec spec, LearnerOptions options) {
        TorchRuntime.start(options.threads());
        network =
                MultimodalNetwork.create(
                        spec, options.seed(), options.device(), dataType(options.precision()));
        try {
            kernel = new StepKernel(network.manager());
            autograd = new Autograd(network.manager());
            lists = new TensorLists(network.manager());
            optimizer = optimizer(options);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static DataType dataType(LearnerOptions.Precision precision) {
        return precision == LearnerOptions.Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    private Optimizer optimizer(LearnerOptions options) {
        return switch (options.optimizer()) {
            case "sgd" -> new Sgd(network.manager(), options.momentum(), options.weightDecay());
            case "adamw" -> new AdamW(network.manager(), options.weightDecay());
            default ->
                    throw new IllegalArgumentException(
                            "optimizer must be sgd or adamw, was '" + options.optimizer() + "'");
        };
    }

    /** What adapters are put on; null without adapters. */
    FrozenBase base() {
        return base;
    }

    /**
     * Replaces all weights and buffers but adapters, unless there is nothing to replace them with;
     * a rotation as {@link InitialTensors} says.
     */
    void load(Map<String, HostTensor> tensors) {
        if (!tensors.isEmpty()) {
            try (NDManager manager = network.manager().newSubManager()) {
                NamedTensors values = new NamedTensors();
                InitialTensors.fitted(network.spec(), tensors)
                        .forEach((name, tensor) -> values.add(name, tensor.toDevice(manager)));
                network.loadBase(values);
            }
        }
        base = FrozenBase.of(network);
    }

    /**
     * Takes over the weights, running statistics and optimizer state of another network wherever
     * name and shape agree; the rest stays fresh.
     */
    void takeOver(LearnerCore other) {
        try (StepScope scope = StepScope.open(network.manager());
                GradMode off = GradMode.off()) {
            NamedTensors served = other.network.served(scope.manager());
            NamedTensors values = new NamedTensors();
            for (Map.Entry<String, NDArray> own : network.state().entries()) {
                values.add(own.getKey(), matching(served, own));
            }
            network.load(values);
            base = sharesBase(other) ? other.base : FrozenBase.of(network);
            takeOverOptimizer(other, other.network.servedOptimizerState(other.optimizer.state()));
        }
    }

    /** Whether other adapters are put on what the old ones were. */
    private boolean sharesBase(LearnerCore other) {
        NetworkSpec old = other.network.spec();
        return network.isAdapted()
                && other.network.isAdapted()
                && network.spec().withAdapters(null).equals(old.withAdapters(null));
    }

    private void takeOverOptimizer(LearnerCore other, NamedTensors old) {
        NamedTensors parameters = network.parameters();
        optimizer.restore(
                old.only(
                        name -> {
                            String parameter = name.substring(name.indexOf('/') + 1);
                            return parameters.contains(parameter)
                                    && other.network.parameters().contains(parameter)
                                    && parameters
                                            .get(parameter)
                                            .getShape()
                                            .equals(
                                                    other.network
                                                            .parameters()
                                                            .get(parameter)
                                                            .getShape());
                        }));
    }

    private static NDArray matching(NamedTensors others, Map.Entry<String, NDArray> own) {
        boolean same =
                others.contains(own.getKey())
                        && others.get(own.getKey()).getShape().equals(own.getValue().getShape());
        return same ? others.get(own.getKey()) : own.getValue();
    }

    @Override
    public void close() {
        optimizer.close();
        lists.close();
        autograd.close();
        kernel.close();
        network.close();
    }
}
