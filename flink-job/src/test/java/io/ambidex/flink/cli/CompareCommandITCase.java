/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompareCommandITCase {
    private static final String METHODS = "joint,joint-with-unimodal-losses,ogm-ge:alpha=0.5";

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void threeMethodsWithTwoSeedsAreComparedAndNothingIsDoneTwice() throws IOException {
        assertThat(compare(METHODS)).as(err.toString()).isEqualTo(ExitStatus.OK);
        assertThat(out.toString())
                .contains("[6/6]", "examples to learn from", "ogm-ge:alpha=0.5", "report");
        for (String name : List.of("results.csv", "results.json", "results.md", "report.html")) {
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
        List<Path> runs = runs();
        assertThat(runs).hasSize(6);
        String table = Files.readString(folder.resolve("results.csv"));
        assertThat(table.lines()).hasSize(4);

        // One is missing, as after an interruption.
        Files.delete(runs.get(3));
        out.getBuffer().setLength(0);
        assertThat(compare(METHODS)).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).contains("5 of 6 runs are done already", "[6/6]");
        assertThat(out.toString()).doesNotContain("[5/6]");
        assertThat(runs()).isEqualTo(runs);

        Files.writeString(runs.get(0), "{");
        assertThat(compare(METHODS)).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains(runs.get(0).toString(), "damaged", "delete it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--methods=ogm-gee|unknown balancing method 'ogm-gee'; did you mean 'ogm-ge'?",
                "--methods=ogm:alpa=1|has no option 'alpa'",
                "--methods=ogm:alpha=-1|option 'alpha' of method 'ogm' must be",
                "--methods=joint,joint|named twice",
                "--methods=unimodal:modality=smell|must be all or one of",
                "--seeds=0|--seeds must be 1 or more, but is 0",
                "--held-out=1|--held-out must be above 0 and below 1",
                "--learning-rates=0|must be above 0",
                "--noise=1000|-100 to 100 decibels",
                "--label=word|need --media",
                "--media=nowhere|--media needs --label",
                "-Dtraining.batchsize=4|did you mean training.batch-size?",
                "-Dmodality.video.encoder=small|small"
            })
    void badInputIsOneErrorBeforeAnythingStarts(String option, String message) {
        assertThat(run("--out=" + folder.resolve("none"), option)).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains(message);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aMethodThatBalancesNeedsTwoModalities() {
        assertThat(run("--methods=ogm", "-Dmodalities=audio", "--out=" + folder.resolve("none")))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("method 'ogm' needs at least 2 modalities");
    }

    @Test
    void aFolderOrAColumnThatIsMissingIsNamed() throws IOException {
        String missing = folder.resolve("clips").toString();
        assertThat(run("--media=" + missing, "--label=word")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("no such folder: " + missing);
        err.getBuffer().setLength(0);
        Files.writeString(folder.resolve("a.mp4"), "media");
        Files.writeString(folder.resolve("manifest.csv"), "file,word\na.mp4,bin\n");
        assertThat(run("--media=" + folder, "--label=color")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("no label column 'color'", "word");
    }

    private int compare(String methods) {
        return run(
                "--scenes=60",
                "--seeds=2",
                "--methods=" + methods,
                "--noise=0",
                "--probe-examples=20",
                "--out=" + folder);
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
            return files.sorted().toList();
        }
    }

    private int run(String... options) {
        List<String> args = new ArrayList<>(List.of("compare"));
        args.addAll(List.of(options));
        CommandLine line = CommandRunner.commandLine(new Ambidex());
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return line.execute(args.toArray(String[]::new));
    }
}
