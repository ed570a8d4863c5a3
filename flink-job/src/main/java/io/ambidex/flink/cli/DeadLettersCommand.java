/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.flink.deadletters.LetterBox;
import io.ambidex.flink.deadletters.LetterFilter;
import io.ambidex.flink.deadletters.LetterId;
import io.ambidex.flink.deadletters.LetterReplay;
import io.ambidex.flink.deadletters.StoredLetter;
import io.ambidex.flink.options.KafkaSettings;
import io.ambidex.flink.options.TopicOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at inputs that could not be used, and sends them back when the cause is mended. */
@Command(
        name = "dead-letters",
        description = "List, show and send back the inputs that could not be used.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DeadLettersCommand.ListLetters.class,
            DeadLettersCommand.Show.class,
            DeadLettersCommand.Replay.class
        })
final class DeadLettersCommand extends CommandGroup {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Which dead letters, and where. */
    static final class Selection {
        @Mixin private ConfigMixin config;

        @Option(
                names = "--stage",
                paramLabel = "STAGE",
                description = "Only those refused at: decode, pair, label, control, model-update.")
        private String stage;

        @Option(names = "--topic", paramLabel = "TOPIC", description = "Only inputs of this topic.")
        private String topic;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "Only those whose reason contains this.")
        private String reason;

        private Configuration options;

        Configuration options() {
            if (options == null) {
                options = config.read();
            }
            return options;
        }

        LetterFilter filter(List<String> ids) {
            Set<LetterId> parsed = new TreeSet<>();
            try {
                ids.forEach(id -> parsed.add(LetterId.parse(id)));
            } catch (IllegalArgumentException e) {
                throw CommandException.usage(e.getMessage());
            }
            return new LetterFilter(parsed, stage, topic, reason);
        }

        LetterBox letterBox() {
            return new LetterBox(
                    KafkaSettings.connection(options()),
                    options().get(TopicOptions.DEAD_LETTERS),
                    PATIENCE);
        }
    }

    @Command(name = "list", description = "List them, one in a line, the newest last.")
    static final class ListLetters extends BaseCommand {
        @Mixin private Selection selection;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "How many, at most. Default: ${DEFAULT-VALUE}.")
        private int limit;

        @Override
        public Integer call() throws KafkaAccessException {
            if (limit < 1) {
                throw CommandException.usage("--limit must be at least 1, was " + limit);
            }
            Deque<StoredLetter> newest = new ArrayDeque<>();
            long[] found = {0};
            LetterBox box = selection.letterBox();
            box.read(
                    selection.filter(List.of()),
                    letter -> {
                        found[0]++;
                        newest.addLast(letter);
                        if (newest.size() > limit) {
                            newest.removeFirst();
                        }
                    });
            for (StoredLetter letter : newest) {
                out().printf(
                                "%-8s %s  %-12s %-24s %8d B  %s%n",
                                letter.id(),
                                Instant.ofEpochMilli(letter.writtenMillis()),
                                letter.letter().getStage(),
                                letter.origin(),
                                letter.valueBytes(),
                                letter.letter().getReason());
            }
            out().printf("%d of %d dead letters%n", newest.size(), found[0]);
            if (box.others() > 0) {
                err().println("warning: " + box.others() + " records there are no dead letters");
            }
            return ExitStatus.OK;
        }
    }

    @Command(name = "show", description = "Show one with its bytes.")
    static final class Show extends BaseCommand {
        private static final int SHOWN_BYTES = 256;
        private static final int LINE = 16;

        @Mixin private Selection selection;

        @Parameters(paramLabel = "PARTITION:OFFSET", description = "As `list` names it.")
        private String id;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Write the input's value to this file, byte for byte.")
        private Path file;

        @Override
        public Integer call() throws KafkaAccessException, IOException {
            List<StoredLetter> found = new ArrayList<>();
            selection.letterBox().read(selection.filter(List.of(id)), found::add);
            if (found.isEmpty()) {
                throw CommandException.failed("there is no dead letter " + id);
            }
            DeadLetter letter = found.get(0).letter();
            out().printf("from       %s%n", found.get(0).origin());
            out().printf("timestamp  %s%n", Instant.ofEpochMilli(letter.getTimestampMillis()));
            out().printf("refused    at %s: %s%n", letter.getStage(), letter.getReason());
            out().printf("key        %s%n", text(letter.getKey()));
            letter.getHeaders()
                    .forEach(
                            (name, value) ->
                                    out().printf("header     %s: %s%n", name, text(value)));
            out().printf("value      %d bytes%n", found.get(0).valueBytes());
            byte[] value = bytes(letter.getValue());
            for (int at = 0; at < Math.min(value.length, SHOWN_BYTES); at += LINE) {
                int end = Math.min(value.length, at + LINE);
                out().printf(
                                "  %06x  %s%n",
                                at, HexFormat.ofDelimiter(" ").formatHex(value, at, end));
            }
            if (file != null) {
                Files.write(file, value);
                out().printf("written    %s%n", file);
            }
            return ExitStatus.OK;
        }

        private static byte[] bytes(ByteBuffer buffer) {
            byte[] copy = new byte[buffer == null ? 0 : buffer.remaining()];
            if (buffer != null) {
                buffer.duplicate().get(copy);
            }
            return copy;
        }

        private static String text(ByteBuffer buffer) {
            return buffer == null ? "none" : new String(bytes(buffer), StandardCharsets.UTF_8);
        }
    }

    @Command(
            name = "replay",
            description = {
                "Send them back to the topic and partition they came from, byte for byte.",
                "An input whose event time has passed meanwhile is late, and counted as such."
            })
    static final class Replay extends BaseCommand {
        @Mixin private Selection selection;

        @Parameters(
                paramLabel = "PARTITION:OFFSET",
                arity = "0..*",
                description = "Which, as `list` names them.")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "Every dead letter.")
        private boolean all;

        @Option(names = "--dry-run", description = "Only say what would be sent.")
        private boolean dryRun;

        @Override
        public Integer call() throws KafkaAccessException {
            LetterFilter filter = selection.filter(ids);
            if (filter.isEverything() && !all) {
                throw CommandException.usage("say which: PARTITION:OFFSET, a filter, or --all");
            }
            int[] sentAndKept = {0, 0};
            try (LetterReplay replay =
                    new LetterReplay(KafkaSettings.connection(selection.options()))) {
                selection
                        .letterBox()
                        .read(filter, letter -> sentAndKept[take(replay, letter) ? 0 : 1]++);
            }
            out().printf(
                            "%d %s, %d kept%n",
                            sentAndKept[0], dryRun ? "would be sent" : "sent", sentAndKept[1]);
            return sentAndKept[1] == 0 ? ExitStatus.OK : ExitStatus.FAILED;
        }

        private boolean take(LetterReplay replay, StoredLetter letter) {
            if (!LetterReplay.canReplay(letter)) {
                err().printf("%s stays: it does not carry its input%n", letter.id());
                return false;
            }
            if (!dryRun) {
                send(replay, letter);
            }
            out().printf(
                            "%s %s to %s%n",
                            dryRun ? "would send" : "sent",
                            letter.id(),
                            letter.letter().getTopic());
            return true;
        }

        private static void send(LetterReplay replay, StoredLetter letter) {
            try {
                replay.send(letter);
            } catch (KafkaException e) {
                throw CommandException.failed(
                        "dead letter %s cannot be sent to topic %s: %s"
                                .formatted(letter.id(), letter.letter().getTopic(), e.getMessage()),
                        e);
            }
        }
    }
}
