/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import io.ambidex.model.balancing.MethodOption;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.version.Environment;
import io.ambidex.model.version.HostTensor;
import io.ambidex.model.version.Predictor;
import io.ambidex.model.version.Provenance;
import io.ambidex.model.version.VersionFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A learner changes from any balancing method to any other while it learns. */
class MethodSwitchTest {
    private static final int BATCH = 8;

    private final SyntheticStream stream = new SyntheticStream(2, 11);

    static List<BalancingMethodProvider> providers() {
        return BalancingMethods.providers();
    }

    private Learner learner(String method) {
        return Learner.create(
                stream.network(),
                LearnerOptions.builder()
                        .method(method, Map.of())
                        .learningRate(0.02)
                        .seed(4)
                        .build());
    }

    /** A closed way over the methods that goes from every one to every other once. */
    private static List<BalancingMethodProvider> tour() {
        List<BalancingMethodProvider> all = providers();
        List<BalancingMethodProvider> tour = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                tour.add(all.get(i));
                tour.add(all.get(j));
            }
        }
        tour.add(all.get(0));
        return tour;
    }

    @Test
    void fromAnyMethodToAnyOther() {
        try (Learner learner = learner("joint")) {
            long step = 0;
            for (BalancingMethodProvider next : tour()) {
                String change = learner.method() + " to " + next.name();
                learner.changeMethod(next.name(), ShortWindows.of(next));
                for (int i = 0; i < 2; i++) {
                    step++;
                    StepReport report = learner.step(stream.batch(step, BATCH, 0.2));
                    assertThat(report.loss()).as(change).isFinite();
                    assertThat(report.skipped()).as(change).isFalse();
                    assertThat(report.step()).as(change).isEqualTo(step);
                    assertThat(report.method()).as(change).isEqualTo(next.name());
                }
                for (Map.Entry<String, HostTensor> tensor : learner.exportTensors().entrySet()) {
                    assertThat(tensor.getValue().isFinite())
                            .as("%s: %s", change, tensor.getKey())
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theEncodersGoOnWhereTheyAre(BalancingMethodProvider next) {
        try (Learner learner = learner("joint")) {
            for (int step = 1; step <= 3; step++) {
                learner.step(stream.batch(step, BATCH));
            }
            Map<String, HostTensor> before = learner.exportTensors();
            learner.changeMethod(next.name(), ShortWindows.of(next));
            Map<String, HostTensor> after =
                    learner.base() == null ? learner.exportTensors() : learner.base().tensors();
            before.keySet().stream()
                    .filter(name -> name.contains("_net."))
                    .forEach(name -> assertThat(after).containsEntry(name, before.get(name)));
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aVersionPredictsWhatTheLearnerDoes(BalancingMethodProvider provider) throws Exception {
        try (Learner learner = learner("joint")) {
            learner.changeMethod(provider.name(), ShortWindows.of(provider));
            for (int step = 1; step <= 5; step++) {
                learner.step(stream.batch(step, BATCH, 0.2));
            }
            MiniBatch batch = stream.batch(6, BATCH, 0.4);
            double[][] own = learner.evaluate(batch).probabilities();
            NetworkSpec spec = learner.networkSpec();
            VersionFile version =
                    new VersionFile(
                            spec,
                            Provenance.initial(spec.classes(), 0, Environment.here("cpu"), 1),
                            learner.baseDigest(),
                            learner.exportTensors());
            try (Predictor predictor = Predictor.of(version, digest -> learner.base(), "cpu")) {
                for (int i = 0; i < BATCH; i++) {
                    float[] served = predictor.predict(batch).get(i).probabilities();
                    for (int c = 0; c < served.length; c++) {
                        assertThat((double) served[c]).isEqualTo(own[i][c]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aChangeThatIsRefusedLeavesNoTrace(BalancingMethodProvider provider) throws IOException {
        Map<String, String> options = ShortWindows.of(provider);
        try (Learner asked = learner("joint");
                Learner left = learner("joint")) {
            asked.changeMethod(provider.name(), options);
            left.changeMethod(provider.name(), options);
            for (int step = 1; step <= 4; step++) {
                asked.step(stream.batch(step, BATCH));
                left.step(stream.batch(step, BATCH));
            }
            refuseEverything(asked);
            for (int step = 5; step <= 8; step++) {
                asked.step(stream.batch(step, BATCH));
                left.step(stream.batch(step, BATCH));
            }
            assertThat(asked.method()).isEqualTo(provider.name());
            assertThat(state(asked)).isEqualTo(state(left));
        }
    }

    private static void refuseEverything(Learner learner) {
        assertThatThrownBy(() -> learner.changeMethod("no-such-method", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-method");
        for (BalancingMethodProvider provider : providers()) {
            assertThatThrownBy(
                            () ->
                                    learner.changeMethod(
                                            provider.name(), Map.of("noSuchOption", "1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(provider.name())
                    .hasMessageContaining("noSuchOption");
            for (MethodOption<?> option : provider.options()) {
                if (!option.unit().equals("text")) {
                    assertThatThrownBy(
                                    () ->
                                            learner.changeMethod(
                                                    provider.name(),
                                                    Map.of(option.name(), "-1e300")))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(option.name())
                            .hasMessageContaining(option.limits())
                            .hasMessageContaining("-1e300");
                }
            }
        }
    }

    @Test
    void methodsThatNeedSeveralModalitiesRefuseOne() {
        SyntheticStream single = new SyntheticStream(1, 11);
        for (BalancingMethodProvider provider : providers()) {
            LearnerOptions options =
                    LearnerOptions.builder().method(provider.name(), Map.of()).build();
            if (provider.leastModalities() > 1) {
                assertThatThrownBy(() -> Learner.create(single.network(), options))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("needs at least 2 modalities");
            }
        }
    }

    private static byte[] state(Learner learner) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        learner.writeState(out);
        return out.toByteArray();
    }
}
