/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.NDArray;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.BalancingMethod;
import io.ambidex.model.balancing.ExchangeStage;
import io.ambidex.model.balancing.ForwardStage;
import io.ambidex.model.balancing.GradientStage;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.balancing.InputStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.OptimizationStage;
import io.ambidex.model.balancing.Pass;
import io.ambidex.model.balancing.PassView;
import io.ambidex.model.balancing.ReservoirSpec;
import io.ambidex.model.balancing.TensorLists;
import io.ambidex.model.balancing.optimization.Ogm;
import io.ambidex.model.balancing.optimization.OgmGe;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.SplitScores;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets a real method do its work and writes down what passes by. */
final class MethodRecorder implements BalancingMethod {
    private final BalancingMethod method;
    private final Map<String, GoldenTensor> ownParameters;
    private final Precision precision;

    MiniBatch batch;
    double[] jointLogits;
    final Map<String, double[]> splitLogits = new LinkedHashMap<>();
    final Map<String, double[]> rawGradients = new LinkedHashMap<>();
    final Map<String, double[]> finalGradients = new LinkedHashMap<>();
    final Map<String, double[]> parametersAfter = new LinkedHashMap<>();
    final Map<String, Double> noiseDeviations = new LinkedHashMap<>();
    SplitScores scores;

    /** What one pass of the last step saw. */
    record PassRecord(Map<String, double[]> splitLogits, Map<String, double[]> gradients) {}

    /** The passes of the last step in which weights moved. */
    final List<PassRecord> passes = new ArrayList<>();

    /**
     * @param ownParameters first values of parameters that the method adds, by name
     */
    MethodRecorder(
            BalancingMethod method, Map<String, GoldenTensor> ownParameters, Precision precision) {
        this.method = method;
        this.ownParameters = ownParameters;
        this.precision = precision;
    }

    @Override
    public NetworkSpec network(NetworkSpec configured) {
        return method.network(configured);
    }

    @Override
    public ReservoirSpec reservoirs() {
        return method.reservoirs();
    }

    @Override
    public void open(MethodContext context) {
        method.open(new WithInitialValues(context));
    }

    @Override
    public MiniBatch selectExamples(InputStage stage) {
        batch = method.selectExamples(stage);
        return batch;
    }

    @Override
    public List<Pass> passes(PassView step) {
        passes.clear();
        return method.passes(step);
    }

    @Override
    public void exchange(ExchangeStage stage) {
        method.exchange(stage);
    }

    @Override
    public void feedForward(ForwardStage stage) {
        method.feedForward(stage);
    }

    @Override
    public void objective(ObjectiveStage stage) {
        method.objective(stage);
        jointLogits = HostValues.of(stage.jointLogits());
        for (int m = 0; m < stage.modalities().size(); m++) {
            splitLogits.put(stage.modalities().get(m), HostValues.of(stage.splitLogits(m)));
        }
    }

    @Override
    public NamedTensors gradients(GradientStage stage) {
        return method.gradients(stage);
    }

    @Override
    public void optimization(OptimizationStage stage) {
        copy(stage.gradients(), rawGradients);
        scores = stage.scores();
        for (int m = 0; m < stage.modalities().size(); m++) {
            NamedTensors modulated =
                    stage.gradients(m).only(name -> Ogm.isModulated(stage.gradients().get(name)));
            double[] deviations = OgmGe.deviations(stage, modulated.list());
            int i = 0;
            for (String name : modulated.names()) {
                noiseDeviations.put(name, deviations[i++]);
            }
        }
        method.optimization(stage);
        copy(stage.gradients(), finalGradients);
        passes.add(
                new PassRecord(
                        new LinkedHashMap<>(splitLogits), new LinkedHashMap<>(finalGradients)));
    }

    @Override
    public void after(AfterStage stage) {
        method.after(stage);
        copy(stage.parameters(), parametersAfter);
    }

    private static void copy(NamedTensors from, Map<String, double[]> to) {
        to.clear();
        from.entries().forEach(e -> to.put(e.getKey(), HostValues.of(e.getValue())));
    }

    @Override
    public Map<String, Double> monitors() {
        return method.monitors();
    }

    @Override
    public void writeState(MethodState state) {
        method.writeState(state);
    }

    @Override
    public void readState(MethodState state) {
        method.readState(state);
    }

    @Override
    public void close() {
        method.close();
    }

    /** Begins parameters of the method with the values of the file. */
    private final class WithInitialValues implements MethodContext {
        private final MethodContext context;

        WithInitialValues(MethodContext context) {
            this.context = context;
        }

        @Override
        public MultimodalNetwork network() {
            return context.network();
        }

        @Override
        public LearnerOptions options() {
            return context.options();
        }

        @Override
        public ai.djl.ndarray.NDManager manager() {
            return context.manager();
        }

        @Override
        public TensorLists lists() {
            return context.lists();
        }

        @Override
        public NDArray addParameter(String name, NDArray initial) {
            GoldenTensor values = ownParameters.get(name);
            return context.addParameter(
                    name,
                    values == null
                            ? initial
                            : precision.tensor(values).toDevice(context.manager()));
        }

        @Override
        public void addBuffer(String name, NDArray live) {
            context.addBuffer(name, live);
        }
    }
}
