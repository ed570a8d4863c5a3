/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromisesTest {
    private static final long TAKE_UP_MILLIS = 100;

    private final PlayedLabels played = new PlayedLabels();
    private final Observations seen = new Observations(RunOfRecords.CLASSES);

    /** Three clips, two steps of one example each; clip 2 is only scored. */
    @BeforeEach
    void aRunThatKeepsItsPromises() {
        for (int i = 0; i < 3; i++) {
            played.add(RunOfRecords.label(i, i == 2));
        }
        seen.add(RunOfRecords.version(0, 0));
        seen.add(RunOfRecords.ledger(0, 0, 0));
        seen.add(RunOfRecords.prediction(0, 0, 10));
        seen.add(RunOfRecords.prediction(1, 0, 10));
        seen.add(RunOfRecords.evaluation(1));
        for (int step = 1; step <= 2; step++) {
            seen.add(RunOfRecords.step(step, 1, 1.0, 10 * step));
            seen.add(RunOfRecords.version(step, 10 * step));
            seen.add(RunOfRecords.ledger(step, step - 1, step));
        }
    }

    @Test
    void allIsKept() {
        seen.add(RunOfRecords.prediction(2, 2, 500));
        assertThat(broken()).isEmpty();
    }

    @Test
    void aClipWithoutPredictionBreaksAPromise() {
        assertThat(broken()).containsExactly("every clip is predicted exactly once");
    }

    @Test
    void aClipPredictedTwiceBreaksAPromise() {
        seen.add(RunOfRecords.prediction(2, 2, 500));
        seen.add(RunOfRecords.prediction(2, 2, 500));
        assertThat(broken()).containsExactly("every clip is predicted exactly once");
    }

    @Test
    void aVersionThatIsNotTakenUpBreaksAPromise() {
        seen.add(RunOfRecords.prediction(2, 0, 500));
        assertThat(broken()).containsExactly("new versions are taken up by the predictors");
    }

    @Test
    void aVersionThatCameTooLateToBeTakenUpBreaksNone() {
        seen.add(RunOfRecords.prediction(2, 0, 20 + TAKE_UP_MILLIS - 11));
        assertThat(broken()).isEmpty();
    }

    @Test
    void aDeadLetterBreaksAPromiseAndSaysWhy() {
        seen.add(RunOfRecords.prediction(2, 2, 500));
        seen.add(RunOfRecords.deadLetter("the value is empty"));
        assertThat(check().stream().filter(p -> !p.kept()).toList())
                .singleElement()
                .satisfies(p -> assertThat(p.detail()).contains("the value is empty"));
    }

    @Test
    void aGapInTheLedgerBreaksPromises() {
        seen.add(RunOfRecords.prediction(2, 2, 500));
        seen.add(RunOfRecords.version(3, 600));
        seen.add(RunOfRecords.ledger(3, 5, 6));
        assertThat(check().stream().filter(p -> !p.kept()).map(Promise::detail).toList())
                .anySatisfy(d -> assertThat(d).contains("begins at example 5"));
    }

    @Test
    void aLabelThatIsLostBreaksAPromise() {
        seen.add(RunOfRecords.prediction(2, 2, 500));
        played.add(RunOfRecords.label(3, false));
        seen.add(RunOfRecords.prediction(3, 2, 500));
        assertThat(broken()).containsExactly("every label is accounted for");
    }

    @Test
    void withoutTrainingOnlyPredictionsArePromised() {
        Observations onlyServing = new Observations(RunOfRecords.CLASSES);
        onlyServing.add(RunOfRecords.version(0, 0));
        for (int i = 0; i < 3; i++) {
            onlyServing.add(RunOfRecords.prediction(i, 0, 10));
        }
        List<Promise> promises =
                onlyServing.read(view -> Promises.check(evidence(view), false, TAKE_UP_MILLIS));
        assertThat(promises).allMatch(Promise::kept);
    }

    private List<String> broken() {
        return check().stream().filter(p -> !p.kept()).map(Promise::name).toList();
    }

    private List<Promise> check() {
        return seen.read(view -> Promises.check(evidence(view), true, TAKE_UP_MILLIS));
    }

    private Evidence evidence(Observations.View view) {
        return new Evidence(played, view, List.of(), List.of());
    }
}
