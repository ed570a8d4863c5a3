/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.HostValues;
import io.ambidex.model.engine.Autograd;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.StepScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fusions that know which modalities a clip has, on features that the encoders pass through. */
class FusionPresenceTest {
    private static final int WIDTH = 4;
    private static final double[][] FEATURES = {
        {1, -2, 0.5, 3, 0.25, 0.5, -1, 2},
        {-1, 0.5, 2, 1, 3, 0, -0.5, 1},
        {0.1, 2, -3, 1, 1, 1, 0, 2}
    };

    private static MultimodalNetwork network(
            String fusion, Map<String, String> options, int... widths) {
        List<ModalitySpec> modalities = new ArrayList<>();
        for (int m = 0; m < widths.length; m++) {
            modalities.add(
                    new ModalitySpec(
                            "m" + m,
                            new FeatureInput(List.of(widths[m])),
                            new EncoderSpec(
                                    "layers", Map.of("layers", "linear:fc out=" + widths[m]))));
        }
        NetworkSpec spec = new NetworkSpec(modalities, fusion, options, List.of("a", "b", "c"));
        return MultimodalNetwork.create(spec, 3, "cpu", DataType.FLOAT64);
    }

    private static MultimodalNetwork network(
            String fusion, Map<String, String> options, int modalities) {
        int[] widths = new int[modalities];
        Arrays.fill(widths, WIDTH);
        return network(fusion, options, widths);
    }

    /** Two clips; the second lacks the last modality when it is {@code missing}. */
    private static NDList features(NDManager manager, int modalities, boolean missing) {
        NDList features = new NDList();
        for (int m = 0; m < modalities; m++) {
            double[] values = FEATURES[m].clone();
            if (missing && m == modalities - 1) {
                Arrays.fill(values, WIDTH, 2 * WIDTH, 0);
            }
            features.add(manager.create(values, new Shape(2, WIDTH)));
        }
        return features;
    }

    private static NDArray presence(MultimodalNetwork network, NDManager manager, boolean missing) {
        int last = network.spec().modalities().size() - 1;
        return network.presence(manager, 2, (row, m) -> !(missing && row == 1 && m == last));
    }

    static Stream<Arguments> fusions() {
        return Stream.of(2, 3)
                .flatMap(
                        m ->
                                Stream.of("mean", "shared", "boosted", "cosine")
                                        .map(fusion -> Arguments.of(fusion, m)));
    }

    @ParameterizedTest
    @MethodSource("fusions")
    void aClipThatLacksAModalityIsPredictedByTheOthersAlone(String fusion, int modalities) {
        try (MultimodalNetwork network = network(fusion, Map.of(), modalities);
                StepScope scope = StepScope.open(network.manager())) {
            NDManager manager = scope.manager();
            NDList features = features(manager, modalities, true);
            double[] logits =
                    HostValues.of(network.logits(features, presence(network, manager, true)));
            NDList split = network.splitLogits(features);

            double[] expected = combined(fusion, network, split, modalities - 1, 1);
            double[] complete = combined(fusion, network, split, modalities, 0);
            for (int c = 0; c < 3; c++) {
                assertThat(logits[c]).isCloseTo(complete[c], within(1e-12));
                assertThat(logits[3 + c]).isCloseTo(expected[c], within(1e-12));
            }
        }
    }

    /** The fusion's rule over the first {@code members} modalities of one row. */
    private static double[] combined(
            String fusion, MultimodalNetwork network, NDList split, int members, int row) {
        double[] sum = new double[3];
        double weights = 0;
        for (int m = 0; m < members; m++) {
            double[] z = Arrays.copyOfRange(HostValues.of(split.get(m)), 3 * row, 3 * row + 3);
            double weight = fusion.equals("shared") ? Math.exp(-entropy(z)) : 1;
            weights += weight;
            for (int c = 0; c < 3; c++) {
                sum[c] += weight * z[c];
            }
        }
        double factor =
                switch (fusion) {
                    case "boosted" ->
                            HostValues.of(network.parameters().get(Fusions.BOOST_RATE))[0];
                    case "cosine" -> 1;
                    default -> 1 / weights;
                };
        for (int c = 0; c < 3; c++) {
            sum[c] *= factor;
        }
        return sum;
    }

    private static double entropy(double[] logits) {
        double total = 0;
        for (double z : logits) {
            total += Math.exp(z);
        }
        double entropy = 0;
        for (double z : logits) {
            double p = Math.exp(z) / total;
            entropy -= p * Math.log(p);
        }
        return entropy;
    }

    @ParameterizedTest
    @MethodSource("fusions")
    void withoutGapsPresenceMakesNoDifference(String fusion, int modalities) {
        try (MultimodalNetwork network = network(fusion, Map.of(), modalities);
                StepScope scope = StepScope.open(network.manager())) {
            NDManager manager = scope.manager();
            NDList features = features(manager, modalities, false);
            assertThat(presence(network, manager, false)).isNull();
            NDArray ones = manager.ones(new Shape(2, modalities), DataType.FLOAT64);
            assertThat(HostValues.of(network.logits(features, ones)))
                    .isEqualTo(HostValues.of(network.logits(features)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "shared", "boosted", "cosine"})
    void aClipWithNothingHasFiniteLogits(String fusion) {
        try (MultimodalNetwork network = network(fusion, Map.of(), 2);
                StepScope scope = StepScope.open(network.manager())) {
            NDManager manager = scope.manager();
            NDArray nothing = manager.zeros(new Shape(2, WIDTH), DataType.FLOAT64);
            NDArray presence = network.presence(manager, 2, (row, m) -> false);
            assertThat(
                            HostValues.of(
                                    network.logits(
                                            new NDList(nothing, nothing.duplicate()), presence)))
                    .containsOnly(0);
        }
    }

    @Test
    void sharedCanWeighModalitiesEqually() {
        try (MultimodalNetwork network = network("shared", Map.of("prediction", "mean"), 3);
                StepScope scope = StepScope.open(network.manager())) {
            NDList features = features(scope.manager(), 3, false);
            NDList split = network.splitLogits(features);
            NDArray mean = split.get(0).add(split.get(1)).add(split.get(2)).div(3);
            double[] expected = HostValues.of(mean);
            double[] logits = HostValues.of(network.logits(features));
            for (int i = 0; i < logits.length; i++) {
                assertThat(logits[i]).isCloseTo(expected[i], within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9})
    void cosinesOfAVanishingRowHaveAGradientOfOrdinarySize(double value) {
        try (MultimodalNetwork network = network("cosine", Map.of(), 2);
                Autograd autograd = new Autograd(network.manager());
                StepScope scope = StepScope.open(network.manager());
                GradMode on = GradMode.on()) {
            NDArray vanishing = scope.manager().create(filled(value), new Shape(2, WIDTH));
            vanishing.setRequiresGradient(true);
            NDArray other = features(scope.manager(), 1, false).get(0);
            NamedTensors inputs = new NamedTensors();
            inputs.add("f", vanishing);
            inputs.add("head.weight", network.parameters().get("head.weight"));
            NDArray logits = network.logits(new NDList(vanishing, other));
            NamedTensors gradients = autograd.gradients(logits.get(":, 0").sum(), inputs, false);
            for (NDArray gradient : gradients.values()) {
                for (double slope : HostValues.of(gradient)) {
                    assertThat(Math.abs(slope)).isLessThan(100);
                }
            }
            assertThat(HostValues.of(gradients.get("f").abs().sum())[0]).isPositive();
        }
    }

    private static double[] filled(double value) {
        double[] values = new double[2 * WIDTH];
        Arrays.fill(values, value);
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "boosted"})
    void oneHeadForAllWantsFeaturesOfOneWidth(String fusion) {
        assertThatThrownBy(() -> network(fusion, Map.of(), 4, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "fusion '"
                                + fusion
                                + "' has one head for all modalities, whose features must have one"
                                + " width; 'm1' has 5, not 4");
    }

    @Test
    void optionsOutOfTheirLimitsAreRefused() {
        assertThatThrownBy(() -> network("cosine", Map.of("scale", "0"), 2))
                .hasMessage(
                        "fusion 'cosine' option 'scale' must be a number between 1.0E-4 and 10000.0,"
                                + " not '0'");
        assertThatThrownBy(() -> network("shared", Map.of("prediction", "median"), 2))
                .hasMessageContaining("prediction must be one of entropy, mean");
        assertThatThrownBy(() -> network("boosted", Map.of("boostRate", "one"), 2))
                .hasMessageContaining("not 'one'");
    }

    @Test
    void aSharedHeadIsCountedOncePerModality() {
        NetworkComplexity complexity;
        try (MultimodalNetwork network = network("boosted", Map.of("hidden", "8"), 3)) {
            complexity = NetworkComplexity.of(network.spec());
        }
        assertThat(complexity.multiplyAccumulates())
                .containsEntry("head.fc1", 3L * 4 * 8)
                .containsEntry("head.fc2", 3L * 8 * 3);
        assertThat(complexity.parameters()).containsEntry("head.fc1.weight", 32L);
    }
}
