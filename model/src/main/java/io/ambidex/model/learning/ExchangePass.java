/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.balancing.ExchangeStage;

/** One point of the exchange of one pass. */
final class ExchangePass extends StepView implements ExchangeStage {
    private final int pass;
    private final int point;
    private final NDManager manager;
    private final NDList gates;

    ExchangePass(
            StepEnvironment step,
            MiniBatch batch,
            int pass,
            int point,
            NDManager manager,
            NDList gates) {
        super(step, batch);
        this.pass = pass;
        this.point = point;
        this.manager = manager;
        this.gates = new NDList(gates);
    }

    NDList chosen() {
        return gates;
    }

    @Override
    public int point() {
        return point;
    }

    @Override
    public int pass() {
        return pass;
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public NDArray gates(int modality) {
        return gates.get(modality);
    }

    @Override
    public NDArray number(double value) {
        NDArray scalar = manager.create(value);
        return network().dataType() == DataType.FLOAT64
                ? scalar
                : scalar.toType(network().dataType(), false);
    }

    @Override
    public void replaceGates(int modality, NDArray others) {
        if (!others.getShape().equals(gates.get(modality).getShape())) {
            throw new IllegalArgumentException(
                    "gates of '%s' must have shape %s, not %s"
                            .formatted(
                                    modalities().get(modality),
                                    gates.get(modality).getShape(),
                                    others.getShape()));
        }
        gates.set(modality, others);
    }
}
