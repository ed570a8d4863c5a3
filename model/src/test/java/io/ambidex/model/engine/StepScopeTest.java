/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class StepScopeTest {

    @Test
    void everythingMadeInAScopeIsClosedWithItButWhatIsKept() {
        try (NDManager manager = TorchRuntime.newManager(Device.cpu())) {
            NDArray old = manager.create(new float[] {1, 2});
            NDArray ofOld;
            NDArray kept;
            try (StepScope scope = StepScope.open(manager)) {
                ofOld = old.mul(old);
                kept = scope.keep(scope.manager().create(3f), manager);
            }
            assertThatThrownBy(ofOld::toFloatArray).isInstanceOf(IllegalStateException.class);
            assertThat(kept.getFloat()).isEqualTo(3);
            assertThat(old.toFloatArray()).containsExactly(1, 2);
        }
    }

    @Test
    void scopesNest() {
        try (NDManager manager = TorchRuntime.newManager(Device.cpu());
                StepScope outer = StepScope.open(manager)) {
            NDArray result;
            try (StepScope inner = StepScope.open(outer.manager())) {
                result = inner.keep(inner.manager().create(1f).add(1), outer.manager());
            }
            assertThat(result.getFloat()).isEqualTo(2);
        }
    }
}
