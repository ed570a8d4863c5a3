/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** The Flink cluster that tests run their jobs on. */
public final class TestFlink {
    private TestFlink() {}

    /** One task manager with two slots, for a static field with {@code RegisterExtension}. */
    public static MiniClusterExtension cluster() {
        return new MiniClusterExtension(
                () ->
                        new MiniClusterResourceConfiguration.Builder()
                                .setNumberTaskManagers(1)
                                .setNumberSlotsPerTaskManager(2)
                                .build());
    }
}
