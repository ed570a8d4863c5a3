/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.junit.jupiter.api.Test;

class TorchRuntimeTest {

    @Test
    void autoIsTheFirstGpuOrElseTheCpu() {
        int gpus = Engine.getEngine("PyTorch").getGpuCount();
        assertThat(TorchRuntime.device("auto")).isEqualTo(gpus > 0 ? Device.gpu(0) : Device.cpu());
        assertThat(TorchRuntime.device("cpu")).isEqualTo(Device.cpu());
    }

    @Test
    void aGpuThatIsNotThereIsRefusedAndTheOthersAreNamed() {
        assertThatThrownBy(() -> TorchRuntime.device("gpu:99"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("device 'gpu:99' does not exist; this process has: cpu");
    }

    @Test
    void whatIsNoDeviceNameIsRefused() {
        for (String name : new String[] {"cuda", "gpu", "gpu:-1", "gpu:x", "", "GPU:0"}) {
            assertThatThrownBy(() -> TorchRuntime.device(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto, cpu or gpu:N, not '" + name + "'");
        }
    }

    @Test
    void theNumberOfThreadsIsFixedForTheProcess() {
        int threads = TorchRuntime.threads();
        TorchRuntime.start(threads);
        TorchRuntime.start();
        assertThatThrownBy(() -> TorchRuntime.start(threads + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("runs with " + threads + " thread(s)");
        assertThatThrownBy(() -> TorchRuntime.start(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEngineIsOffline() {
        TorchRuntime.start();
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
        assertThat(TorchRuntime.libraries()).containsKeys("libtorch", "djl", "java");
    }

    @Test
    void theCapabilityFollowsTheFlagsOfTheProcessor() {
        assertThat(CpuCapability.fromFlags("flags : fpu sse2")).isEqualTo("DEFAULT");
        assertThat(CpuCapability.fromFlags("flags : fpu fma avx2")).isEqualTo("AVX2");
        assertThat(CpuCapability.fromFlags("flags : fma avx2 avx512f avx512dq avx512bw avx512vl"))
                .isEqualTo("AVX512");
    }
}
