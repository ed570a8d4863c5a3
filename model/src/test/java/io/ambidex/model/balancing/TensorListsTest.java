/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.ambidex.model.engine.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorListsTest {
    private NDManager manager;
    private TensorLists lists;

    @BeforeEach
    void open() {
        manager = TorchRuntime.newManager(Device.cpu());
        lists = new TensorLists(manager);
    }

    @AfterEach
    void close() {
        lists.close();
        manager.close();
    }

    @Test
    void listsAreChangedInPlace() {
        NDArray x = manager.create(new float[] {1, 2});
        NDArray w = manager.create(new float[] {5, 5});
        NDArray anchor = manager.create(new float[] {1, 2});
        lists.scale(new NDList(x), 3);
        lists.addScaled(new NDList(x), new NDList(w), 2);
        lists.addDifference(new NDList(x), new NDList(w), new NDList(anchor), 0.5);
        assertThat(x.toFloatArray()).containsExactly(15f, 17.5f);
        lists.copy(new NDList(anchor), new NDList(x));
        assertThat(anchor.toFloatArray()).containsExactly(15f, 17.5f);
    }

    @Test
    void normsAndDeviationsAreOnePerTensor() {
        NDArray x = manager.create(new double[] {3, 4});
        NDArray single = manager.create(new double[] {2});
        assertThat(lists.norms(new NDList(x, single))).containsExactly(5, 2);
        assertThat(lists.standardDeviations(new NDList(x, single)))
                .containsExactly(Math.sqrt(0.5), 0);
    }

    @Test
    void noiseHasTheDeviationAskedForAndIsAFunctionOfItsSeed() {
        NDArray first = manager.zeros(new ai.djl.ndarray.types.Shape(20_000));
        NDArray again = manager.zeros(new ai.djl.ndarray.types.Shape(20_000));
        NDArray other = manager.zeros(new ai.djl.ndarray.types.Shape(20_000));
        lists.addNoise(new NDList(first), new double[] {0.5}, new long[] {41});
        lists.addNoise(new NDList(again), new double[] {0.5}, new long[] {41});
        lists.addNoise(new NDList(other), new double[] {0.5}, new long[] {42});
        assertThat(lists.standardDeviations(new NDList(first))[0]).isCloseTo(0.5, within(0.02));
        assertThat(first.mean().getFloat()).isCloseTo(0f, within(0.02f));
        assertThat(again.toFloatArray()).containsExactly(first.toFloatArray());
        assertThat(other.toFloatArray()).isNotEqualTo(first.toFloatArray());
    }
}
