/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.flink.training.UsedBatch;
import io.ambidex.model.version.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * States of jobs as earlier versions wrote them are kept in {@code src/test/resources/state}, one
 * folder for each version; this version restores every one of them and goes on to the same end. A
 * folder is never changed. A release adds its own:
 *
 * <pre>{@code
 * mvn -pl flink-job -am test -Dtest=StateFixturesTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dambidex.state.write=0.1
 * }</pre>
 *
 * <p>The topics that belong to a state come from {@link World} with the seed in its file; whoever
 * changes what a seed makes must keep the old world for the old states.
 */
class StateFixturesTest {

    private static final String VERSION = "ambidex.state.write";
    private static final Path KEPT = Path.of("src/test/resources/state");
    private static final String ABOUT = "about.properties";

    private static final List<String> METHODS =
            List.of("joint", "ogm-ge", "opm", "inforeg", "mmpareto", "pmr", "sample-valuation");

    @TempDir private Path directory;

    static Stream<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(KEPT)) {
            return files
                    .filter(file -> file.endsWith(ABOUT))
                    .map(Path::getParent)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void aKeptStateIsRestoredAndTrainingGoesOnToTheSameEnd(Path folder) throws Exception {
        Properties about = read(folder.resolve(ABOUT));
        World world = new World(Long.parseLong(about.getProperty("seed")), World.Form.VALUES);
        Outcome outcome =
                Simulation.continued(
                        world,
                        trainers(about.getProperty("method")),
                        Checkpoint.read(folder, world));

        assertThat(outcome.nonRepeatable()).isZero();
        assertThat(outcome.leftovers).isZero();
        Properties now = about(outcome);
        assertThat(now.getProperty("chain")).isEqualTo(about.getProperty("chain"));
        assertThat(now.getProperty("steps")).isEqualTo(about.getProperty("steps"));
        // The bits of a sum depend on the instructions that a processor has.
        if (now.getProperty("environment").equals(about.getProperty("environment"))) {
            assertThat(now.getProperty("digest")).isEqualTo(about.getProperty("digest"));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = VERSION, matches = ".+")
    void writeStatesOfThisVersion() throws Exception {
        Path folder = KEPT.resolve(System.getProperty(VERSION));
        long seed = 0;
        for (String method : METHODS) {
            Path one = folder.resolve(method);
            while (!Files.exists(one) && !write(++seed, method, one)) {}
        }
    }

    /**
     * Writes a state unless it is too early or too late to tell much.
     *
     * @return whether it was written
     */
    private boolean write(long seed, String method, Path folder) throws Exception {
        World world = new World(seed, World.Form.VALUES);
        Checkpoint checkpoint = Simulation.late(world, trainers(method), seed);
        Outcome rest = Simulation.continued(world, trainers(method), checkpoint);
        List<UsedBatch> batches = rest.batches();
        if (batches.size() < 2 || batches.get(0).step() < 3) {
            return false;
        }
        checkpoint.write(folder, world);
        Properties about = about(rest);
        about.setProperty("seed", Long.toString(seed));
        about.setProperty("method", method);
        List<String> lines = new ArrayList<>();
        about.forEach((name, value) -> lines.add(name + "=" + value));
        Collections.sort(lines);
        Files.write(folder.resolve(ABOUT), lines);
        return true;
    }

    /** How a run ended. */
    private static Properties about(Outcome outcome) {
        List<ModelUpdate> versions =
                outcome.records(Outcome.Topic.MODEL_UPDATES, ModelUpdate.class);
        Environment environment = Environment.here("cpu");
        Properties about = new Properties();
        about.setProperty("digest", versions.get(versions.size() - 1).getDigest());
        about.setProperty("steps", Long.toString(outcome.lastEntry().getLastStep()));
        about.setProperty(
                "chain", HexFormat.of().formatHex(outcome.lastEntry().getChain().array()));
        about.setProperty(
                "environment",
                environment.cpuCapability() + " " + environment.libraries().get("libtorch"));
        return about;
    }

    private Trainers trainers(String method) throws IOException {
        return new LearnerTrainers(
                new LearnerTrainers.Method(method, Map.of()),
                1 << 20,
                Files.createTempDirectory(directory, method));
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }
}
