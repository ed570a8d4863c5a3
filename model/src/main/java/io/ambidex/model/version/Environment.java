/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.engine.CpuCapability;
import io.ambidex.model.engine.TorchRuntime;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the bits of a result depend on besides weights and data.
 *
 * @param threads threads per operation
 * @param device {@code cpu} or {@code gpu:N}
 * @param cpuCapability instruction set of libtorch's kernels, {@code AVX512} for example
 * @param libraries versions by name
 */
public record Environment(
        int threads, String device, String cpuCapability, Map<String, String> libraries) {

    /** Keeps the libraries sorted. */
    public Environment {
        libraries = new TreeMap<>(libraries);
    }

    /** This process. */
    public static Environment here(String device) {
        return new Environment(
                TorchRuntime.threads(), device, CpuCapability.name(), TorchRuntime.libraries());
    }
}
