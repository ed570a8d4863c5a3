/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class ScriptModuleTest {

    private static final String SOURCE =
            """
            class Kernel(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def weighted(self: __torch__.Kernel, x: Tensor, w: List[Tensor]) -> List[Tensor]:
                # Comments are allowed.
                return [torch.mul(x, w[0]), torch.mul(x, w[1])]
              def scale(self: __torch__.Kernel, x: List[Tensor], h: List[float]) -> int:
                for i in range(torch.len(x)):
                  _0 = torch.mul_(x[i], h[0])
                return 0
            """;

    @Test
    void plainTextBecomesAModule() {
        try (NDManager manager = TorchRuntime.newManager(Device.cpu());
                ScriptModule module = ScriptModule.fromText(manager, SOURCE)) {
            NDArray x = manager.create(new float[] {1, 2});
            NDList w = new NDList(manager.create(2f), manager.create(3f));

            NDList products = module.call(manager, "weighted", x, w);

            assertThat(products.get(0).toFloatArray()).containsExactly(2, 4);
            assertThat(products.get(1).toFloatArray()).containsExactly(3, 6);
            module.run("scale", new NDList(x), new double[] {0.5});
            assertThat(x.toFloatArray()).containsExactly(0.5f, 1);
        }
    }

    @Test
    void aTextThatIsNoModuleIsRefusedWithThePlace() {
        try (NDManager manager = TorchRuntime.newManager(Device.cpu())) {
            assertThatThrownBy(
                            () ->
                                    ScriptModule.fromText(
                                            manager, SOURCE.replace("torch.mul_", "torch.mull_")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mull_");
        }
    }
}
