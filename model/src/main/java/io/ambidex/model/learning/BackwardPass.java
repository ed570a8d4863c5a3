/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.GradientStage;
import io.ambidex.model.balancing.Pass;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.Set;

/** Gradients of the losses of one pass with respect to what the pass trains. */
final class BackwardPass extends StepView implements GradientStage {
    private final ForwardPass forward;
    private final NamedTensors trained;

    BackwardPass(StepEnvironment step, ForwardPass forward, Pass pass) {
        super(step, forward.batch());
        this.forward = forward;
        trained = trained(step, pass).only(name -> !isMissing(name));
    }

    /** What belongs to a modality that no example has takes no part, momentum included. */
    private boolean isMissing(String parameter) {
        for (int m = 0; m < modalities().size(); m++) {
            String prefix = network().spec().modalities().get(m).tensorPrefix();
            if (parameter.startsWith(prefix)) {
                return forward.input(m).present() == 0;
            }
        }
        return false;
    }

    private static NamedTensors trained(StepEnvironment step, Pass pass) {
        MultimodalNetwork network = step.network();
        if (pass.equals(Pass.ALL)) {
            return step.parameters();
        }
        NamedTensors trained = new NamedTensors();
        for (String modality : network.spec().modalityNames()) {
            if (pass.trains(modality)) {
                addAll(trained, network.encoderParameters(modality));
            }
        }
        if (pass.trainsHead()) {
            addAll(trained, network.headParameters());
            addAll(trained, step.methodParameters());
        }
        return trained;
    }

    private static void addAll(NamedTensors to, NamedTensors from) {
        from.entries().forEach(entry -> to.add(entry.getKey(), entry.getValue()));
    }

    @Override
    public int pass() {
        return forward.pass();
    }

    @Override
    public void reweigh(String loss, double weight) {
        forward.losses().reweigh(loss, weight);
    }

    @Override
    public double learningRate() {
        return step.learningRate();
    }

    @Override
    public Set<String> losses() {
        return forward.losses().names();
    }

    @Override
    public NamedTensors of(Set<String> losses) {
        return gradients(losses, true);
    }

    @Override
    public NamedTensors ofLast(Set<String> losses) {
        return gradients(losses, false);
    }

    private NamedTensors gradients(Set<String> names, boolean retainGraph) {
        NDList values = forward.losses().values(names);
        if (values.isEmpty()) {
            return new NamedTensors();
        }
        double[] weights = forward.losses().weights(names);
        try (GradMode on = GradMode.on()) {
            NDArray total =
                    values.size() == 1 && weights[0] == 1
                            ? values.get(0)
                            : step.kernel()
                                    .weightedSum(
                                            forward.manager(),
                                            values,
                                            forward.tensor(weights, weights.length));
            return step.autograd().gradients(total, trained, retainGraph);
        }
    }

    @Override
    public NamedTensors plus(NamedTensors sum, NamedTensors more) {
        NDList into = new NDList();
        NDList from = new NDList();
        NamedTensors union = new NamedTensors();
        for (String name : trained.names()) {
            boolean inSum = sum.contains(name);
            if (inSum && more.contains(name)) {
                into.add(sum.get(name));
                from.add(more.get(name));
            }
            if (inSum || more.contains(name)) {
                union.add(name, inSum ? sum.get(name) : more.get(name));
            }
        }
        step.lists().addScaled(into, from, 1);
        return union;
    }

    @Override
    public double[] squaredNorms(NamedTensors gradients) {
        double[] norms = step.lists().norms(gradients.list());
        double[] squared = new double[modalities().size()];
        for (int m = 0; m < squared.length; m++) {
            NamedTensors encoder = network().encoderParameters(modalities().get(m));
            int i = 0;
            for (String name : gradients.names()) {
                if (encoder.contains(name)) {
                    squared[m] += norms[i] * norms[i];
                }
                i++;
            }
        }
        return squared;
    }
}
