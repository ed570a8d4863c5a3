/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.balancing.BalancingMethodProvider.Exclusive;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.drift.DriftSignal;
import io.ambidex.model.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several methods as one: at every stage they act in the order of the chain. */
final class MethodChain implements BalancingMethod {
    private final Map<String, BalancingMethod> methods;
    private final Map<Exclusive, String> owners;

    /**
     * @param methods by name, in order
     * @param owners which method decides what only one can decide
     */
    MethodChain(Map<String, BalancingMethod> methods, Map<Exclusive, String> owners) {
        this.methods = methods;
        this.owners = owners;
    }

    private BalancingMethod owner(Exclusive what) {
        return methods.getOrDefault(owners.get(what), methods.values().iterator().next());
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        NetworkSpec spec = configured;
        for (BalancingMethod method : methods.values()) {
            spec = method.network(spec);
        }
        return spec;
    }

    @Override
    public ReservoirSpec reservoirs() {
        ReservoirSpec spec = ReservoirSpec.NONE;
        for (BalancingMethod method : methods.values()) {
            spec = spec.and(method.reservoirs());
        }
        return spec;
    }

    @Override
    public void open(MethodContext context) {
        methods.values().forEach(method -> method.open(context));
    }

    @Override
    public MiniBatch selectExamples(InputStage stage) {
        MiniBatch batch = stage.fresh();
        for (BalancingMethod method : methods.values()) {
            batch = method.selectExamples(InputStage.of(stage, batch));
        }
        return batch;
    }

    @Override
    public List<Pass> passes(PassView step) {
        return owner(Exclusive.PASSES).passes(step);
    }

    @Override
    public void exchange(ExchangeStage stage) {
        methods.values().forEach(method -> method.exchange(stage));
    }

    @Override
    public void feedForward(ForwardStage stage) {
        methods.values().forEach(method -> method.feedForward(stage));
    }

    @Override
    public void objective(ObjectiveStage stage) {
        methods.values().forEach(method -> method.objective(stage));
    }

    @Override
    public NamedTensors gradients(GradientStage stage) {
        return owner(Exclusive.GRADIENTS).gradients(stage);
    }

    @Override
    public void optimization(OptimizationStage stage) {
        methods.values().forEach(method -> method.optimization(stage));
    }

    @Override
    public void after(AfterStage stage) {
        methods.values().forEach(method -> method.after(stage));
    }

    @Override
    public void onDrift(DriftSignal signal) {
        methods.values().forEach(method -> method.onDrift(signal));
    }

    @Override
    public Map<String, Double> monitors() {
        Map<String, Double> all = new LinkedHashMap<>();
        methods.values().forEach(method -> all.putAll(method.monitors()));
        return all;
    }

    @Override
    public void writeState(MethodState state) {
        methods.forEach((name, method) -> method.writeState(state.part(name)));
    }

    @Override
    public void readState(MethodState state) {
        methods.forEach((name, method) -> method.readState(state.part(name)));
    }

    @Override
    public void close() {
        methods.values().forEach(BalancingMethod::close);
    }
}
