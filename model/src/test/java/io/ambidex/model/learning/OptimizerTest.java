/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.engine.CounterRandom;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.TorchRuntime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {

    private static final int SIZE = 37;
    private static final int STEPS = 5;

    private final NDManager manager = TorchRuntime.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT64"})
    void sgdFollowsItsFormula(DataType type) {
        double[] w = values("w");
        double[] v = new double[SIZE];
        NamedTensors parameters = tensors(type, "w", w);
        try (Sgd sgd = new Sgd(manager, 0.9, 0.01)) {
            for (int step = 0; step < STEPS; step++) {
                double rate = 0.1 / (step + 1);
                double[] g = values("g" + step);
                for (int i = 0; i < SIZE; i++) {
                    v[i] = 0.9 * v[i] + g[i] + 0.01 * w[i];
                    w[i] -= rate * v[i];
                }
                sgd.update(parameters, tensors(type, "w", g), rate);
            }
            assertClose(parameters, "w", w);
            assertClose(sgd.state(), "momentum/w", v);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT64"})
    void sgdWithoutMomentumHasNoState(DataType type) {
        double[] w = values("w");
        double[] g = values("g");
        NamedTensors parameters = tensors(type, "w", w);
        try (Sgd sgd = new Sgd(manager, 0, 0.01)) {
            sgd.update(parameters, tensors(type, "w", g), 0.5);
            for (int i = 0; i < SIZE; i++) {
                w[i] -= 0.5 * (g[i] + 0.01 * w[i]);
            }
            assertClose(parameters, "w", w);
            assertThat(sgd.state().isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT64"})
    void adamWFollowsItsFormula(DataType type) {
        double[] w = values("w");
        double[] m = new double[SIZE];
        double[] v = new double[SIZE];
        NamedTensors parameters = tensors(type, "w", w);
        try (AdamW adamW = new AdamW(manager, 0.9, 0.99, 1e-8, 0.1)) {
            for (int step = 1; step <= STEPS; step++) {
                double rate = 0.01 / step;
                double[] g = values("g" + step);
                for (int i = 0; i < SIZE; i++) {
                    w[i] -= rate * 0.1 * w[i];
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
                    double mean = m[i] / (1 - Math.pow(0.9, step));
                    double square = v[i] / (1 - Math.pow(0.99, step));
                    w[i] -= rate * mean / (Math.sqrt(square) + 1e-8);
                }
                adamW.update(parameters, tensors(type, "w", g), rate);
            }
            assertClose(parameters, "w", w);
            assertClose(adamW.state(), "exp_avg/w", m);
            assertThat(adamW.state().get("step/w").getFloat()).isEqualTo(STEPS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adamw"})
    void aParameterWithoutGradientDoesNotMove(String name) {
        NamedTensors parameters = tensors(DataType.FLOAT32, "a", values("a"));
        parameters.add("b", tensors(DataType.FLOAT32, "b", values("b")).get("b"));
        NamedTensors both = tensors(DataType.FLOAT32, "a", values("g"));
        both.add("b", tensors(DataType.FLOAT32, "b", values("h")).get("b"));
        try (Optimizer optimizer = optimizer(name).get()) {
            optimizer.update(parameters, both, 0.1);
            float[] before = parameters.get("b").toFloatArray();
            List<float[]> state = stateOf(optimizer, "/b");

            optimizer.update(parameters, both.only("a"::equals), 0.1);
            optimizer.update(parameters, new NamedTensors(), 0.1);

            assertThat(parameters.get("b").toFloatArray()).containsExactly(before);
            assertThat(stateOf(optimizer, "/b")).usingRecursiveComparison().isEqualTo(state);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adamw"})
    void aRestoredOptimizerGoesOnBitForBit(String name) {
        NamedTensors first = tensors(DataType.FLOAT32, "w", values("w"));
        NamedTensors gradient = tensors(DataType.FLOAT32, "w", values("g"));
        try (Optimizer one = optimizer(name).get();
                Optimizer other = optimizer(name).get()) {
            one.update(first, gradient, 0.1);
            NamedTensors second = new NamedTensors();
            second.add("w", first.get("w").duplicate());
            other.restore(one.state());

            one.update(first, gradient, 0.1);
            other.update(second, gradient, 0.1);

            assertThat(second.get("w").toFloatArray())
                    .containsExactly(first.get("w").toFloatArray());
            assertThat(other.state().names()).isEqualTo(one.state().names());
        }
    }

    @Test
    void whatIsForgottenStartsAnew() {
        NamedTensors w = tensors(DataType.FLOAT32, "w", values("w"));
        try (Sgd sgd = new Sgd(manager, 0.9, 0)) {
            sgd.update(w, tensors(DataType.FLOAT32, "w", values("g")), 0.1);
            sgd.forget(List.of("w", "never seen"));
            assertThat(sgd.state().isEmpty()).isTrue();
        }
    }

    @Test
    void theStateOfAnotherOptimizerIsRefused() {
        try (Sgd sgd = new Sgd(manager, 0.9, 0)) {
            NamedTensors state = tensors(DataType.FLOAT32, "exp_avg/w", values("m"));
            assertThatThrownBy(() -> sgd.restore(state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("exp_avg/w");
        }
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new Sgd(manager, 1, 0)).hasMessageContaining("not 1.0");
        assertThatThrownBy(() -> new Sgd(manager, 0, -1)).hasMessageContaining("not -1.0");
        assertThatThrownBy(() -> new AdamW(manager, 1.5, 0.9, 1e-8, 0)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new AdamW(manager, 0.9, 0.9, 0, 0)).hasMessageContaining("0.0");
    }

    private Supplier<Optimizer> optimizer(String name) {
        return () -> name.equals("sgd") ? new Sgd(manager, 0.9, 0.01) : new AdamW(manager, 0.01);
    }

    private static List<float[]> stateOf(Optimizer optimizer, String suffix) {
        return optimizer.state().only(name -> name.endsWith(suffix)).values().stream()
                .map(t -> t.toFloatArray())
                .toList();
    }

    private NamedTensors tensors(DataType type, String name, double[] values) {
        NamedTensors tensors = new NamedTensors();
        tensors.add(name, manager.create(values).toType(type, false));
        return tensors;
    }

    private static double[] values(String purpose) {
        CounterRandom random = new CounterRandom(3, 0, purpose);
        double[] values = new double[SIZE];
        Arrays.setAll(values, i -> random.nextNormal());
        return values;
    }

    private static void assertClose(NamedTensors tensors, String name, double[] expected) {
        boolean exact = tensors.get(name).getDataType() == DataType.FLOAT64;
        double[] actual = tensors.get(name).toType(DataType.FLOAT64, true).toDoubleArray();
        assertThat(actual).containsExactly(expected, within(exact ? 1e-13 : 2e-6));
    }
}
