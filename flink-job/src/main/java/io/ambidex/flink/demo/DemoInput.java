/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.degradation.Babble;
import io.ambidex.connectors.media.degradation.Effect;
import io.ambidex.connectors.media.player.ClipTimes;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.flink.cli.CommandException;
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

    /** Where they lie in event time. */
    ClipTimes times();

    /** How the sound is drowned in the usual story: as much as makes it of little use. */
    Effect noise();

    /**
     * Other voices of the same kind.
     *
     * @throws CommandException when there are none
     */
    Babble babble(long seed);

    /** How much event time all passes take. */
    Duration eventTime();

    /** Tells the job what it must know about this input. */
    void describeTo(Configuration options);

    /** The streams, each from its beginning. */
    List<PlayedStream> streams();

    /** What could not be played, or not in full, as far as is known by now; one line for each. */
    List<String> problems();
}
