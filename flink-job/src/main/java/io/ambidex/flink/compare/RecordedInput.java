/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.connectors.media.player.PlayedStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Where the examples come from: something that plays the same records whenever it is asked. */
public interface RecordedInput extends Serializable {

    /** What it is called in the reports. */
    String name();

    /** Names of the classes, in the order of the network's outputs. */
    List<String> classes();

    /** Number of labels in it. */
    long labels();

    /** Text that is the same exactly when the same records are played. */
    String identity() throws IOException;

    /** Tells the job what it must know about this input. */
    void describeTo(Configuration job);

    /** The only stream, from its beginning; to be closed. */
    PlayedStream play();
}
