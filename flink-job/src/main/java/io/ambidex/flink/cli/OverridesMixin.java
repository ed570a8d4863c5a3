/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Single options of a job, as all commands take them. */
public final class OverridesMixin {
    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description =
                    "Set one option of the job; see `ambidex options`. Goes before what a file says. "
                            + "Can be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** What was given, in that order. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(overrides);
    }

    /** Lays what was given over some options. */
    public void applyTo(Configuration options) {
        overrides.forEach(options::setString);
    }
}
