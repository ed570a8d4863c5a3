/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the real learner, methods and monitors with golden vectors: every case of every file of
 * a known method, in float64 and float32.
 *
 * <pre>{@code
 * mvn -pl model test -Dtest=GoldenVectorsTest -Dambidex.golden.dir=DIR
 * }</pre>
 *
 * Without the property the files of {@code src/test/resources/golden} are taken. Files of methods
 * that are not known are listed and do not fail; a known method without a run, or a case of an
 * unknown kind, does. The table at the end tells what was run.
 */
class GoldenVectorsTest {
    private static final List<GoldenMethod> METHODS =
            List.of(
                    new OgmGolden(),
                    new OpmGolden(),
                    new InfoRegGolden(),
                    new AgmGolden(),
                    new PmrGolden(),
                    new SampleValuationGolden(),
                    new RelearningGolden(),
                    new AmcoGolden(),
                    new MmParetoGolden(),
                    new GBlendingGolden(),
                    new UmtGolden(),
                    new MlaGolden(),
                    new MmCosineGolden(),
                    new MbsdGolden(),
                    new CmlGolden(),
                    new ReconBoostGolden(),
                    new GreedyGolden(),
                    new LfmGolden(),
                    new RollingQGolden(),
                    new MokaGolden(),
                    new MetricsGolden());

    private static final Map<String, Tally> TALLIES = new LinkedHashMap<>();

    /** What happened to the cases of one file. */
    private static final class Tally {
        private final boolean known;
        private int toRun;
        private int passed;
        private final List<String> informationOnly = new ArrayList<>();

        private Tally(boolean known) {
            this.known = known;
        }
    }

    @TestFactory
    Stream<DynamicNode> everyCaseMatches() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder())) {
            files = listed.filter(p -> p.toString().endsWith(".json")).sorted().toList();
        }
        assertThat(files).as("golden files in %s", folder()).isNotEmpty();
        return files.stream().map(GoldenVectorsTest::file);
    }

    private static Path folder() {
        String property = System.getProperty("ambidex.golden.dir");
        if (property != null && !property.isBlank()) {
            return Path.of(property);
        }
        try {
            return Path.of(GoldenVectorsTest.class.getResource("/golden").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("test resources lie in a folder", e);
        }
    }

    private static DynamicNode file(Path path) {
        String file = path.getFileName().toString();
        JsonNode json = read(path);
        Optional<GoldenMethod> method =
                METHODS.stream().filter(known -> isOf(known, file, json)).findFirst();
        Tally tally = new Tally(method.isPresent());
        TALLIES.put(file, tally);
        if (method.isEmpty()) {
            return DynamicTest.dynamicTest(file + " (not yet known)", () -> {});
        }
        List<DynamicNode> tests = new ArrayList<>();
        List<GoldenCase> cases;
        try {
            cases = method.get().cases(json);
        } catch (RuntimeException e) {
            return DynamicTest.dynamicTest(
                    file,
                    () -> {
                        throw new AssertionError(file + ": " + e.getMessage(), e);
                    });
        }
        for (GoldenCase one : cases) {
            if (one.check() == null) {
                tally.informationOnly.add(one.name() + ": " + one.reason());
                continue;
            }
            for (Precision precision : Precision.values()) {
                tally.toRun++;
                tests.add(
                        DynamicTest.dynamicTest(
                                one.name() + " " + precision,
                                () -> {
                                    one.check().accept(precision);
                                    tally.passed++;
                                }));
            }
        }
        tests.add(
                DynamicTest.dynamicTest(
                        "every case was run",
                        () -> assertThat(tally.passed).isPositive().isEqualTo(tally.toRun)));
        return DynamicContainer.dynamicContainer(file, tests);
    }

    private static boolean isOf(GoldenMethod method, String file, JsonNode json) {
        String field = json.path("method").asText().toLowerCase(java.util.Locale.ROOT);
        return file.equals(method.name() + ".json")
                || field.replace(" / ", " ").split(" ")[0].equals(method.name())
                || field.equals("imbalance " + method.name());
    }

    private static JsonNode read(Path path) {
        try {
            return new ObjectMapper().readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + path, e);
        }
    }

    @AfterAll
    static void printTheTable() {
        StringBuilder table = new StringBuilder("\nGolden vectors (case x precision)\n");
        TALLIES.forEach(
                (file, tally) -> {
                    table.append(
                            tally.known
                                    ? "  %-24s %d of %d passed, %d information only%n"
                                            .formatted(
                                                    file,
                                                    tally.passed,
                                                    tally.toRun,
                                                    tally.informationOnly.size())
                                    : "  %-24s not yet known%n".formatted(file));
                    tally.informationOnly.forEach(
                            line -> table.append("      ").append(line).append('\n'));
                });
        System.out.println(table);
    }
}
