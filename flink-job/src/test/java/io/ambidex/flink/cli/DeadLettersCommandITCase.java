/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.kafka.DeadLetters;
import io.ambidex.connectors.kafka.RawHeader;
import io.ambidex.connectors.kafka.RawRecord;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.flink.deadletters.LetterReplay;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeadLettersCommandITCase {
    @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

    private static final byte[] BROKEN = {(byte) 0xC3, 1, 2, 3, 0, (byte) 255};

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Topics topics;
    private TestTopic letters;
    private TestTopic audio;
    private String config;

    @BeforeEach
    void twoLetters() throws Exception {
        topics = KAFKA.newTopics(1);
        letters = new TestTopic(KAFKA.connection(), topics.name(TopicRole.DEAD_LETTERS));
        audio = new TestTopic(KAFKA.connection(), topics.name(TopicRole.AUDIO));
        config = JobConfigFile.write(folder, KAFKA.connection(), topics, Map.of()).toString();
        letters.write(
                0,
                "camera-1",
                DeadLetters.of(raw(TopicRole.AUDIO, 7, BROKEN), "decode", "unknown schema"),
                DeadLetters.of(raw(TopicRole.VIDEO, 9, new byte[0]), "pair", "late by 3000 ms"));
    }

    @Test
    void theyAreListedWithPlaceStageAndReason() {
        assertThat(run("list")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString())
                .contains("0:0", "decode", topics.name(TopicRole.AUDIO) + "[0]@7", "unknown schema")
                .contains("0:1", "pair", "late by 3000 ms")
                .contains("2 of 2 dead letters");
    }

    @Test
    void filtersAndALimitChoose() {
        assertThat(run("list", "--stage", "pair")).isEqualTo(ExitStatus.OK);
        assertThat(run("list", "--reason", "UNKNOWN")).isEqualTo(ExitStatus.OK);
        assertThat(run("list", "--limit", "1")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("1 of 1 dead letters").contains("1 of 2 dead letters");
        assertThat(run("list", "--limit", "0")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("--limit must be at least 1, was 0");
    }

    @Test
    void oneIsShownWithItsBytes() throws Exception {
        Path file = folder.resolve("value.bin");
        assertThat(run("show", "0:0", "--out", file.toString())).isEqualTo(ExitStatus.OK);
        assertThat(out.toString())
                .contains("refused    at decode: unknown schema")
                .contains("header     kind: test")
                .contains("c3 01 02 03 00 ff");
        assertThat(Files.readAllBytes(file)).isEqualTo(BROKEN);
    }

    @Test
    void whatIsNotThereOrNotANameIsSaid() {
        assertThat(run("show", "0:99")).isEqualTo(ExitStatus.FAILED);
        assertThat(run("show", "seven")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString())
                .contains("there is no dead letter 0:99")
                .contains("PARTITION:OFFSET, such as 0:17, not 'seven'");
    }

    @Test
    void aReplayedInputIsTheSameBytesWhereItCameFrom() {
        assertThat(run("replay", "0:0")).isEqualTo(ExitStatus.OK);

        List<RawRecord> replayed = audio.readCommitted();
        assertThat(replayed).hasSize(1);
        RawRecord record = replayed.get(0);
        assertThat(record.value()).isEqualTo(BROKEN);
        assertThat(record.key()).isEqualTo("camera-1".getBytes(StandardCharsets.UTF_8));
        assertThat(record.timestampMillis()).isEqualTo(1_000);
        assertThat(record.headers())
                .extracting(RawHeader::name)
                .containsExactly("kind", LetterReplay.HEADER);
    }

    @Test
    void nothingIsSentUnlessSaidWhich() {
        assertThat(run("replay")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("replay", "--all", "--dry-run")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("2 would be sent, 0 kept");
        assertThat(audio.readCommitted()).isEmpty();
    }

    private RawRecord raw(TopicRole role, long offset, byte[] value) {
        return new RawRecord(
                topics.name(role),
                0,
                offset,
                1_000,
                "camera-1".getBytes(StandardCharsets.UTF_8),
                value,
                List.of(new RawHeader("kind", "test".getBytes(StandardCharsets.UTF_8))));
    }

    private int run(String command, String... more) {
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute(
                Stream.concat(
                                Stream.of("dead-letters", command, "--config", config),
                                Stream.of(more))
                        .toArray(String[]::new));
    }
}
