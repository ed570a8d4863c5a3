/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutogradTest {

    private NDManager manager;
    private Autograd autograd;
    private NamedTensors parameters;
    private NDArray w;
    private NDArray v;

    @BeforeEach
    void open() {
        manager = TorchRuntime.newManager(Device.cpu());
        autograd = new Autograd(manager);
        w = leaf(1, 2);
        v = leaf(3, -1);
        parameters = new NamedTensors();
        parameters.add("w", w);
        parameters.add("v", v);
    }

    @AfterEach
    void close() {
        autograd.close();
        manager.close();
    }

    @Test
    void aParameterThatTheLossDoesNotReachHasNoGradient() {
        try (GradMode on = GradMode.on()) {
            NamedTensors gradients = autograd.gradients(w.mul(w).sum(), parameters, false);

            assertThat(gradients.names()).containsExactly("w");
            assertThat(gradients.get("w").toFloatArray()).containsExactly(2, 4);
        }
    }

    @Test
    void severalLossesOnOneGraphHaveGradientsOfTheirOwn() {
        try (GradMode on = GradMode.on()) {
            NDArray product = w.mul(v);
            NDArray first = product.sum();
            NDArray second = product.mul(product).sum();

            NamedTensors g1 = autograd.gradients(first, parameters, true);
            NamedTensors g2 = autograd.gradients(second, parameters, false);

            assertThat(g1.get("w").toFloatArray()).containsExactly(3, -1);
            assertThat(g2.get("w").toFloatArray()).containsExactly(18, 4);
            assertThat(g2.get("v").toFloatArray()).containsExactly(6, -8);
        }
    }

    @Test
    void aFeatureOnTheWayHasAGradientThatCanBePushedOn() {
        try (GradMode on = GradMode.on()) {
            NDArray feature = w.mul(v);
            NDArray atFeature = autograd.gradient(feature.mul(feature).sum(), feature, true);
            NamedTensors pushed =
                    autograd.product(new NDList(feature), new NDList(atFeature), parameters, false);

            assertThat(atFeature.toFloatArray()).containsExactly(6, -4);
            assertThat(pushed.get("w").toFloatArray()).containsExactly(18, 4);
        }
    }

    @Test
    void aLossWithoutGraphHasNoGradients() {
        try (GradMode on = GradMode.on()) {
            NDArray constant = manager.create(3f);

            assertThat(autograd.gradients(constant, parameters, false).isEmpty()).isTrue();
            assertThat(autograd.gradient(constant, w, false).toFloatArray()).containsExactly(0, 0);
        }
    }

    @Test
    void aFrozenParameterHasNoGradient() {
        v.setRequiresGradient(false);
        try (GradMode on = GradMode.on()) {
            assertThat(autograd.gradients(w.mul(v).sum(), parameters, false).names())
                    .containsExactly("w");
        }
    }

    @Test
    void nothingIsRecordedUnlessGradientsAreOn() {
        assertThat(GradMode.isOn()).isFalse();
        assertThat(w.mul(v).hasGradient()).isFalse();
    }

    @Test
    void everyThreadBeginsWithGradientsOff() throws InterruptedException {
        boolean[] on = {true};
        Thread thread = new Thread(() -> on[0] = GradMode.isOn());
        thread.start();
        thread.join();
        assertThat(on[0]).isFalse();
    }

    private NDArray leaf(float... values) {
        NDArray leaf = manager.create(values);
        leaf.setRequiresGradient(true);
        return leaf;
    }
}
