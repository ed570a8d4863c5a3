/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.player.PlayedStream;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Where the clips of a run come from. */
interface DemoInput {

    /** What it is called in the summary. */
    String name();

    /** Names of the classes. */
    List<String> classes();

    /** Clips over all streams and passes. */
    long clips();

    /** How much event time all passes take. */
    Duration eventTime();

    /** Tells the job what it must know about this input. */
    void describeTo(Configuration options);

    /** The streams, each from its beginning. */
    List<PlayedStream> streams();

    /** What could not be played, or not in full, as far as is known by now; one line for each. */
    List<String> problems();
}
