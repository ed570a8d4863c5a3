/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: it has subcommands. */
public abstract class CommandGroup extends BaseCommand {
    @Spec private CommandSpec spec;

    /**
     * @throws CommandException always, naming the subcommands
     */
    @Override
    public final Integer call() {
        List<String> names = List.copyOf(spec.subcommands().keySet());
        String first = String.join(", ", names.subList(0, names.size() - 1));
        throw CommandException.usage(
                "say what to do: " + first + " or " + names.get(names.size() - 1));
    }
}
