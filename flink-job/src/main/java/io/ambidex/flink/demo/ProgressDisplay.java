/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

/** Shows how far a run is. */
interface ProgressDisplay extends AutoCloseable {

    /** Shows the present state; called about twice a second. */
    void show(RunProgress progress);

    /** Leaves the terminal as it was found. */
    @Override
    void close();
}
