/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.connectors.media.player.PlayedStream;
import java.util.List;
import java.util.Map;

/** Where the clips of a run come from. */
interface DemoInput {

    /** What it is called in the summary. */
    String name();

    /** Names of the classes. */
    List<String> classes();

    /** Clips over all streams and passes. */
    long clips();

    /** What the job must know about this input: options of the job by name. */
    Map<String, String> jobOptions();

    /** The streams, each from its beginning. */
    List<PlayedStream> streams();
}
