/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the options of a job without starting anything. */
@Command(
        name = "validate",
        description =
                "Check the options of a job without starting anything; see `ambidex topics "
                        + "validate` for the topics.")
final class ValidateCommand extends BaseCommand {
    @Mixin private ConfigMixin config;

    @Override
    public Integer call() {
        Configuration options = config.read();
        JobValidation.requireValid(options);
        out().println("the options are valid");
        return ExitStatus.OK;
    }
}
