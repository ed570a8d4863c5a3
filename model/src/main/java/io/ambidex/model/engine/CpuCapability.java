/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The instruction set that libtorch's own kernels use on this machine. Two machines of different
 * capability give sums that differ in their last bits.
 */
public final class CpuCapability {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> AVX512 =
            List.of("avx512f", "avx512dq", "avx512bw", "avx512vl", "fma");
    private static final List<String> AVX2 = List.of("avx2", "fma");

    private CpuCapability() {}

    /**
     * {@code AVX512}, {@code AVX2}, {@code DEFAULT}, what the environment variable {@code
     * ATEN_CPU_CAPABILITY} asks for, or the architecture where the processor does not tell.
     */
    public static String name() {
        String forced = System.getenv("ATEN_CPU_CAPABILITY");
        if (forced != null) {
            return forced.toUpperCase(Locale.ROOT);
        }
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(CpuCapability::fromFlags)
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    static String fromFlags(String line) {
        List<String> flags = Arrays.asList(line.split("\\s+"));
        if (flags.containsAll(AVX512)) {
            return "AVX512";
        }
        return flags.containsAll(AVX2) ? "AVX2" : "DEFAULT";
    }
}
