/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.options.InvalidOptionException;
import io.ambidex.flink.options.JobChecks;
import org.apache.flink.configuration.Configuration;

/** Checks options before anything is started. */
public final class JobValidation {
    private JobValidation() {}

    /**
     * Makes every check that needs no broker.
     *
     * @throws CommandException for the first option that is wrong
     */
    public static void requireValid(Configuration options) {
        try {
            JobChecks.check(options);
        } catch (InvalidOptionException e) {
            throw CommandException.usage(e.getMessage());
        }
    }
}
