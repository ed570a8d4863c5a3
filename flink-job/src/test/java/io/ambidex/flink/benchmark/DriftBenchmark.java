/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ambidex.connectors.simulator.Difficulty;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.options.DriftOptions;
import io.ambidex.flink.options.DriftOptions.Detector;
import io.ambidex.flink.options.DriftOptions.Signal;
import io.ambidex.flink.training.drift.DriftSettings;
import io.ambidex.flink.training.drift.DriftWatch;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.learning.StepReport;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.VideoInput;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/**
 * How soon drift is found, and how often where there is none, with the default options. Not part of
 * the test suite: prints a table for each of
 *
 * <ul>
 *   <li>simulated scenes whose sound, or picture, becomes hard at a known scene; and scenes that
 *       stay as they are
 *   <li>the folder {@code av-digits}, sorted by speaker; and in its mixed order
 * </ul>
 *
 * <pre>
 * mvn -pl flink-job -am test -Dtest=DriftBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest.jvm.args="-Xmx2g -Dambidex.drift=true -Dambidex.digits=DIR"
 * </pre>
 *
 * <p>Further property: {@code ambidex.seeds} (4).
 */
class DriftBenchmark {

    private static final int BATCH = 16;
    private static final int SCENES = 4_000;
    private static final int CHANGE = 2_000;

    private final int seeds = Integer.getInteger("ambidex.seeds", 4);

    @Test
    void simulatedScenes() throws Exception {
        assumeTrue(Boolean.getBoolean("ambidex.drift"), "turn it on by -Dambidex.drift=true");
        AudioInput audio = AudioInput.of(16_000, 16_000, 32);
        VideoInput video = new VideoInput(4, 3, 32, 32);
        SimulatorOptions same = SimulatorOptions.builder().build();
        Difficulty easy = same.difficulties().get(0);
        measureScenes("sound", new Difficulty(CHANGE, 0.95, easy.video()), audio, video);
        measureScenes("picture", new Difficulty(CHANGE, easy.audio(), 0.95), audio, video);
        measureScenes("nothing", new Difficulty(CHANGE, easy.audio(), easy.video()), audio, video);
    }

    private void measureScenes(String what, Difficulty change, AudioInput audio, VideoInput video)
            throws Exception {
        DriftTally tally = new DriftTally();
        for (int seed = 1; seed <= seeds; seed++) {
            Simulator simulator =
                    new Simulator(
                            SimulatorOptions.builder()
                                    .seed(seed)
                                    .streams(1)
                                    .scenes(SCENES)
                                    .change(change)
                                    .build());
            RecordedExamples examples =
                    RecordedExamples.play(simulator.streams(), simulator.classes(), audio, video);
            assertThat(examples.train()).hasSize(SCENES);
            List<Integer> changes = what.equals("nothing") ? List.of() : List.of(CHANGE);
            run(seed, network(audio, video, examples.classes()), examples.train(), changes, tally);
        }
        tally.print("simulated scenes, %d seeds, changed: %s".formatted(seeds, what));
    }

    @Test
    void digitsBySpeaker() throws Exception {
        String folder = System.getProperty("ambidex.digits");
        assumeTrue(folder != null, "give the folder av-digits by -Dambidex.digits=DIR");
        SpokenDigits digits = SpokenDigits.load(Path.of(folder));
        NetworkSpec network = network(SpokenDigits.AUDIO, SpokenDigits.VIDEO, SpokenDigits.CLASSES);
        DriftTally sorted = new DriftTally();
        DriftTally mixed = new DriftTally();
        for (int seed = 1; seed <= seeds; seed++) {
            SpokenDigits.Sequence bySpeaker = digits.bySpeaker(seed);
            run(seed, network, bySpeaker.examples(), bySpeaker.changes(), sorted);
            run(seed, network, digits.mixed(), List.of(), mixed);
        }
        sorted.print("av-digits sorted by speaker, %d orders of the speakers".formatted(seeds));
        mixed.print("av-digits in mixed order, %d seeds of the weights".formatted(seeds));
    }

    private static NetworkSpec network(AudioInput audio, VideoInput video, List<String> classes) {
        EncoderSpec encoder = new EncoderSpec("small-cnn", Map.of());
        return new NetworkSpec(
                List.of(
                        new ModalitySpec("audio", audio, encoder),
                        new ModalitySpec("video", video, encoder)),
                "concat",
                Map.of(),
                classes);
    }

    private static void run(
            int seed,
            NetworkSpec network,
            List<MiniBatch.Example> examples,
            List<Integer> changes,
            DriftTally tally) {
        DriftWatch watch = new DriftWatch(settings(), network.modalityNames());
        LearnerOptions options = LearnerOptions.builder().learningRate(0.01).seed(seed).build();
        try (Learner learner = Learner.create(network, options)) {
            for (int at = 0; at + BATCH <= examples.size(); at += BATCH) {
                MiniBatch batch = MiniBatch.of(2, examples.subList(at, at + BATCH));
                StepReport report = learner.step(batch);
                watch.after(report, Collections.nCopies(BATCH, "all")).forEach(tally.ofRun()::add);
            }
        }
        tally.endRun(examples.size(), changes, BATCH);
    }

    /** The defaults, with every detector and signal. */
    private static DriftSettings settings() {
        Configuration options = new Configuration();
        options.set(DriftOptions.ENABLED, true);
        options.set(DriftOptions.DETECTORS, List.of(Detector.values()));
        options.set(DriftOptions.SIGNALS, List.of(Signal.values()));
        return DriftSettings.from(options);
    }
}
