/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import io.ambidex.connectors.media.file.PictureCrop;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.learning.Evaluation;
import io.ambidex.model.learning.Learner;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.monitoring.LinearProbe;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.EncoderSpec;
import io.ambidex.model.network.ModalityInput;
import io.ambidex.model.network.ModalitySpec;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.VideoInput;
import io.ambidex.model.version.HostTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What joint training leaves of each encoder, and what the balancing methods bring back, on a
 * folder of recorded media. Not part of the test suite: prints a table of accuracies on the split
 * {@code test}, mean and standard deviation over the seeds.
 *
 * <pre>
 * mvn -pl flink-job -am test -Dtest=ImbalanceBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dambidex.media=DIR -Dambidex.label=word -Dambidex.crop=100,178,112,72
 * </pre>
 *
 * <p>Further properties: {@code ambidex.seeds} (3), {@code ambidex.epochs} (16), {@code
 * ambidex.methods} (separated by commas, each a name or {@code name:option=value;option=value}).
 */
class ImbalanceBenchmark {

    private static final int BATCH = 64;
    private static final AudioInput AUDIO =
            new AudioInput(
                    16_000,
                    8_000,
                    32,
                    400,
                    240,
                    AudioInput.DEFAULT_MEAN,
                    AudioInput.DEFAULT_STANDARD_DEVIATION);
    private static final VideoInput VIDEO = new VideoInput(8, 1, 36, 56);
    private static final ModalitySpec SOUND =
            new ModalitySpec(
                    "audio", AUDIO, new EncoderSpec("small-cnn", Map.of("features", "64")));
    private static final ModalitySpec PICTURE =
            new ModalitySpec(
                    "video",
                    VIDEO,
                    new EncoderSpec("small-cnn", Map.of("features", "64", "frames", "stack")));

    private final int epochs = Integer.getInteger("ambidex.epochs", 16);
    private final int seeds = Integer.getInteger("ambidex.seeds", 3);
    private final List<String> methods =
            List.of(
                    System.getProperty(
                                    "ambidex.methods",
                                    "joint,joint-with-unimodal-losses,unimodal,ogm,ogm-ge,opm:warmUpSteps=50,inforeg:window=16")
                            .split(","));

    /** Accuracies in percent by column, one value per seed. */
    private final Map<String, Map<String, List<Double>>> table = new LinkedHashMap<>();

    @Test
    void run() throws Exception {
        String folder = System.getProperty("ambidex.media");
        assumeTrue(folder != null, "give a folder of media by -Dambidex.media=DIR");
        String crop = System.getProperty("ambidex.crop");
        RecordedExamples examples =
                RecordedExamples.load(
                        Path.of(folder),
                        System.getProperty("ambidex.label", "label"),
                        crop == null ? null : PictureCrop.parse(crop),
                        AUDIO,
                        VIDEO);
        System.out.printf(
                "%d training and %d test examples of %d classes, %d epochs, %d seeds%n",
                examples.train().size(),
                examples.test().size(),
                examples.classes().size(),
                epochs,
                seeds);
        assertThat(examples.train()).isNotEmpty();
        assertThat(examples.test()).isNotEmpty();
        for (int seed = 1; seed <= seeds; seed++) {
            measure("sound alone", "joint", List.of(SOUND), only(examples, 0), seed);
            measure("picture alone", "joint", List.of(PICTURE), only(examples, 1), seed);
            for (String method : methods) {
                measure(method, method, List.of(SOUND, PICTURE), examples, seed);
            }
            print(seed);
        }
    }

    private void measure(
            String row,
            String method,
            List<ModalitySpec> modalities,
            RecordedExamples examples,
            int seed) {
        NetworkSpec spec = new NetworkSpec(modalities, "concat", Map.of(), examples.classes());
        long stepsPerEpoch = examples.train().size() / BATCH;
        LearnerOptions options =
                LearnerOptions.builder()
                        .learningRate(0.02)
                        .schedule(
                                "every=%d,factor=0.1,floor=0.1"
                                        .formatted(Math.max(1, stepsPerEpoch * epochs * 3 / 4)))
                        .method(method.split(":")[0], options(method))
                        .seed(seed)
                        .build();
        long began = System.nanoTime();
        try (Learner learner = Learner.create(spec, options)) {
            train(learner, examples.train(), modalities.size(), seed);
            double seconds = (System.nanoTime() - began) / 1e9;
            Map<String, List<Double>> columns =
                    table.computeIfAbsent(row, name -> new LinkedHashMap<>());
            score(learner, modalities, examples.test(), columns);
            for (ModalitySpec modality : modalities) {
                add(columns, modality.name() + " probe", probe(learner, modality, examples));
            }
            System.out.printf("seed %d %-28s %.0f s %s%n", seed, row, seconds, last(columns));
        }
    }

    private static Map<String, String> options(String method) {
        Map<String, String> options = new LinkedHashMap<>();
        if (method.contains(":")) {
            for (String option : method.split(":")[1].split(";")) {
                options.put(option.split("=")[0], option.split("=")[1]);
            }
        }
        return options;
    }

    private void train(
            Learner learner, List<MiniBatch.Example> examples, int modalities, int seed) {
        List<MiniBatch.Example> order = new ArrayList<>(examples);
        Random shuffle = new Random(seed);
        for (int epoch = 0; epoch < epochs; epoch++) {
            Collections.shuffle(order, shuffle);
            for (int at = 0; at + BATCH <= order.size(); at += BATCH) {
                learner.step(MiniBatch.of(modalities, order.subList(at, at + BATCH)));
            }
        }
    }

    private static void score(
            Learner learner,
            List<ModalitySpec> modalities,
            List<MiniBatch.Example> examples,
            Map<String, List<Double>> columns) {
        int right = 0;
        int[] rightBy = new int[modalities.size()];
        for (List<MiniBatch.Example> part : parts(examples)) {
            MiniBatch batch = MiniBatch.of(modalities.size(), part);
            Evaluation evaluation = learner.evaluate(batch);
            right += agreeing(evaluation.predicted(), batch.labels());
            for (int m = 0; m < rightBy.length; m++) {
                rightBy[m] +=
                        agreeing(evaluation.predicted(modalities.get(m).name()), batch.labels());
            }
        }
        add(columns, "joint", (double) right / examples.size());
        for (int m = 0; m < rightBy.length; m++) {
            add(
                    columns,
                    modalities.get(m).name() + " split",
                    (double) rightBy[m] / examples.size());
        }
    }

    private static double probe(Learner learner, ModalitySpec modality, RecordedExamples examples) {
        int index = learner.networkSpec().modalityNames().indexOf(modality.name());
        try (MultimodalNetwork network =
                MultimodalNetwork.create(learner.networkSpec(), 0, "cpu")) {
            load(network, learner.exportTensors());
            return LinearProbe.fit(
                            features(network, modality.name(), index, examples.train()),
                            labels(examples.train()),
                            examples.classes().size())
                    .accuracy(
                            features(network, modality.name(), index, examples.test()),
                            labels(examples.test()));
        }
    }

    private static void load(MultimodalNetwork network, Map<String, HostTensor> tensors) {
        try (StepScope scope = StepScope.open(network.manager())) {
            NamedTensors values = new NamedTensors();
            tensors.forEach((name, tensor) -> values.add(name, tensor.toDevice(scope.manager())));
            network.load(values);
        }
    }

    private static float[][] features(
            MultimodalNetwork network, String modality, int index, List<MiniBatch.Example> all) {
        List<float[]> rows = new ArrayList<>();
        int width = network.featureWidth(modality);
        for (List<MiniBatch.Example> part : parts(all)) {
            try (StepScope scope = StepScope.open(network.manager())) {
                List<byte[]> media = part.stream().map(e -> e.media().get(index)).toList();
                ModalityInput input = network.prepare(scope.manager(), modality, media);
                NDArray features = network.encode(scope.manager(), modality, input, false);
                float[] values = features.toFloatArray();
                for (int i = 0; i < part.size(); i++) {
                    rows.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
                }
            }
        }
        return rows.toArray(float[][]::new);
    }

    private static RecordedExamples only(RecordedExamples examples, int modality) {
        return new RecordedExamples(
                examples.classes(),
                examples.train().stream().map(e -> only(e, modality)).toList(),
                examples.test().stream().map(e -> only(e, modality)).toList());
    }

    private static MiniBatch.Example only(MiniBatch.Example example, int modality) {
        return new MiniBatch.Example(
                Collections.singletonList(example.media().get(modality)),
                example.label(),
                example.number(),
                false);
    }

    private static List<List<MiniBatch.Example>> parts(List<MiniBatch.Example> examples) {
        List<List<MiniBatch.Example>> parts = new ArrayList<>();
        for (int at = 0; at < examples.size(); at += BATCH) {
            parts.add(examples.subList(at, Math.min(examples.size(), at + BATCH)));
        }
        return parts;
    }

    private static int[] labels(List<MiniBatch.Example> examples) {
        return examples.stream().mapToInt(MiniBatch.Example::label).toArray();
    }

    private static int agreeing(int[] predicted, int[] labels) {
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            count += predicted[i] == labels[i] ? 1 : 0;
        }
        return count;
    }

    private static void add(Map<String, List<Double>> columns, String name, double share) {
        columns.computeIfAbsent(name, n -> new ArrayList<>()).add(100 * share);
    }

    private static String last(Map<String, List<Double>> columns) {
        StringBuilder text = new StringBuilder();
        columns.forEach(
                (name, values) ->
                        text.append("%s %.1f  ".formatted(name, values.get(values.size() - 1))));
        return text.toString().strip();
    }

    private void print(int done) {
        System.out.printf("%nAccuracy in percent, %d seeds%n", done);
        table.forEach(
                (row, columns) -> {
                    StringBuilder text = new StringBuilder("| " + row + " |");
                    columns.forEach(
                            (name, values) ->
                                    text.append(" " + name + " " + spread(values) + " |"));
                    System.out.println(text);
                });
    }

    private static String spread(List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        double square = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double deviation = values.size() < 2 ? 0 : Math.sqrt(square / (values.size() - 1));
        return "%.1f ± %.1f".formatted(mean, deviation);
    }
}
