/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.ref.Reference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JvmMemoryTest {
    private static final int HELD_KIB = 32 << 10;

    private final JvmMemory own = new JvmMemory(ProcessHandle.current().pid());

    /** Found by its class. */
    private static final class Marked {}

    @Test
    void heapIsWhatIsReachableAndNoGarbage() throws Exception {
        long before = own.reachableKib();
        byte[] held = new byte[HELD_KIB << 10];
        assertThat(own.reachableKib() - before).isCloseTo(HELD_KIB, within(8L << 10));
        Reference.reachabilityFence(held);
        held = null;
        assertThat(own.reachableKib()).isCloseTo(before, within(8L << 10));
    }

    @Test
    void objectsOfOneClassAreCounted() throws Exception {
        Marked[] held = Stream.generate(Marked::new).limit(5).toArray(Marked[]::new);
        assertThat(own.reachable(Marked.class.getName())).isEqualTo(held.length);
    }

    @Test
    void metaspaceAndCompiledCodeAreTold() throws Exception {
        assertThat(own.metaspaceKib()).isBetween(1024L, 4096L << 10);
        assertThat(own.codeKib()).isBetween(100L, 1L << 20);
    }

    @Test
    void aProcessThatIsGoneIsAnError() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        assertThatThrownBy(() -> new JvmMemory(gone.pid()).reachableKib())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("jcmd " + gone.pid());
    }
}
