/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.flink.options.OptionTables;
import picocli.CommandLine.Command;

/** Prints every option of the job with its default and its meaning, as Markdown tables. */
@Command(
        name = "options",
        description = "Print every option of the job with its default and its meaning.")
final class OptionsCommand extends BaseCommand {
    @Override
    public Integer call() {
        out().println(OptionTables.markdown());
        return ExitStatus.OK;
    }
}
