/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import static io.ambidex.flink.labeling.Labels.evaluation;
import static io.ambidex.flink.labeling.Labels.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.labeling.Example;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingOrderTest {

    private static final long END = Long.MAX_VALUE;

    private final TrainingOrder order = new TrainingOrder(2, 1_000);

    @Test
    void examplesAreSortedByTimeThenWindowThenStreamId() throws Exception {
        order.add(example("b", 0, 10, 100));
        order.add(example("a", 0, 10, 100));
        order.add(example("c", 0, 9, 100));
        order.add(example("d", 0, 99, 50));

        assertThat(work(order, END)).containsExactly("train 0 d c", "train 2 a b");
    }

    @Test
    void nothingIsGivenOutBeforeItsTime() throws Exception {
        order.add(example("a", 0, 10, 100));
        order.add(example("b", 0, 10, 101));

        assertThat(work(order, 100)).isEmpty();
        assertThat(order.pending()).isEqualTo(2);
        assertThat(work(order, 101)).containsExactly("train 0 a b");
        assertThat(order.admitted()).isEqualTo(2);
    }

    @Test
    void aBatchThatDoesNotFillIsClosedByEventTime() throws Exception {
        order.add(example("a", 0, 10, 100));

        assertThat(work(order, 1_099)).isEmpty();
        assertThat(work(order, 1_100)).containsExactly("train 0 a");
    }

    @Test
    void anEvaluationIsScoredBeforeTheStepOfTheOpenBatch() throws Exception {
        order.add(example("a", 0, 10, 100));
        order.add(evaluation("e", 0, 10, 150));
        order.add(example("b", 0, 10, 200));
        order.add(evaluation("f", 0, 10, 250));

        assertThat(work(order, END)).containsExactly("evaluate e", "train 0 a b", "evaluate f");
    }

    @Test
    void aCommandIsCarriedOutBeforeTheFirstBatchThatBeginsAtItsTime() throws Exception {
        order.add(control("x", 150));
        for (long time : new long[] {100, 160, 170, 180}) {
            order.add(example("s", 0, 10 + time, time));
        }

        assertThat(work(order, END)).containsExactly("train 0 s s", "apply x", "train 2 s s");
    }

    @Test
    void aCommandThatComesAfterItsTimeIsCarriedOutLate() throws Exception {
        order.add(example("a", 0, 10, 100));
        work(order, 5_000);
        order.add(control("x", 50));
        order.add(example("b", 0, 10, 6_000));

        assertThat(work(order, END)).containsExactly("apply x late", "train 1 b");
    }

    @Test
    void anExampleThatIsHeldOutFillsNoBatchAndGetsNoNumber() throws Exception {
        order.add(example("a", 0, 10, 100));
        order.add(example("h", 0, 10, 150));
        order.add(example("b", 0, 10, 200));
        order.add(example("c", 0, 10, 250));
        order.add(example("h2", 0, 10, 2_000));

        assertThat(order.pending()).isEqualTo(5);
        assertThat(work(order, END))
                .containsExactly("hold out h", "train 0 a b", "train 2 c", "hold out h2");
        assertThat(order.admitted()).isEqualTo(3);
        assertThat(order.pending()).isZero();
    }

    @Test
    void whatIsHeldOutIsDecidedWhenTheWorkBeforeIsDone() throws Exception {
        order.add(control("x", 150));
        for (long time : new long[] {100, 110, 160, 170, 180, 190}) {
            order.add(example("s" + time, 0, 10, time));
        }
        List<String> done = new ArrayList<>();
        order.advanceTo(
                END,
                new Worker() {
                    @Override
                    public boolean holdsOut(Example example) {
                        return done.contains("apply x") && example.timeMillis() != 190;
                    }

                    @Override
                    public void carryOut(Work work) {
                        done.add(describe(work));
                    }
                });

        assertThat(done)
                .containsExactly(
                        "train 0 s100 s110",
                        "apply x",
                        "train 2 s160 s170",
                        "hold out s180",
                        "train 4 s190");
    }

    @Test
    void aStateOfAnotherLayoutIsRefused() throws Exception {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        order.write(state);
        byte[] bytes = state.toByteArray();
        bytes[4] = 9;
        assertThatThrownBy(() -> order.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the waiting examples have the layout 9 in the trainer's state, known is 1");
        assertThatThrownBy(() -> order.read(new ByteArrayInputStream(new byte[5])))
                .hasMessage(
                        "the waiting examples begin with 00000000 in the trainer's state, not with"
                                + " 414d424f");
    }

    @Test
    void anExampleOfATimeThatHasPassedIsToldApart() throws Exception {
        assertThat(order.add(example("a", 0, 10, 100))).isTrue();
        work(order, 200);
        assertThat(order.add(example("b", 0, 10, 150))).isFalse();
    }

    @Test
    void everyArrivalOrderAndEveryProgressOfTimeGivesTheSameWork() throws Exception {
        List<Example> examples = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            long time = random.nextInt(20_000);
            int kind = random.nextInt(6);
            examples.add(
                    kind == 0
                            ? evaluation("s" + i, 0, 10, time)
                            : example((kind == 1 ? "h" : "s") + i, 0, 10, time));
        }
        List<String> expected = run(examples, new Random(0));
        for (int seed = 1; seed <= 2_000; seed++) {
            assertThat(run(examples, new Random(seed))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void limitsAreNamed() {
        assertThatThrownBy(() -> new TrainingOrder(0, 1))
                .hasMessage("batch size must be at least 1, but is 0");
    }

    private static List<String> run(List<Example> examples, Random random) throws Exception {
        List<Example> arriving = new ArrayList<>(examples);
        Collections.shuffle(arriving, random);
        TrainingOrder order = new TrainingOrder(7, 300);
        order.add(control("x", 4_000));
        order.add(control("y", 9_000));
        List<String> work = new ArrayList<>();
        while (!arriving.isEmpty()) {
            order.add(arriving.remove(arriving.size() - 1));
            if (random.nextInt(10) == 0) {
                long earliest = arriving.stream().mapToLong(Example::timeMillis).min().orElse(END);
                work.addAll(work(order, earliest - 1 - random.nextInt(100)));
            }
            if (random.nextInt(60) == 0) {
                order = restored(order);
            }
        }
        work.addAll(work(order, END));
        return work;
    }

    private static TrainingOrder restored(TrainingOrder order) throws Exception {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        order.write(state);
        TrainingOrder restored = new TrainingOrder(7, 300);
        restored.read(new ByteArrayInputStream(state.toByteArray()));
        return restored;
    }

    private static Control control(String id, long effectiveAt) {
        return new Control(id, effectiveAt, "joint", Map.of(), null, "main", Map.of());
    }

    /** What is done up to a time; examples whose stream id begins with "h" are held out. */
    private static List<String> work(TrainingOrder order, long timeMillis) throws IOException {
        List<String> done = new ArrayList<>();
        order.advanceTo(
                timeMillis,
                new Worker() {
                    @Override
                    public boolean holdsOut(Example example) {
                        return example.clip().streamId().startsWith("h");
                    }

                    @Override
                    public void carryOut(Work work) {
                        done.add(describe(work));
                    }
                });
        return done;
    }

    private static String describe(Work work) {
        if (work instanceof Work.Train train) {
            return "train " + train.firstExample() + " " + streams(train.examples());
        }
        if (work instanceof Work.Evaluate evaluate) {
            return "evaluate " + streams(evaluate.examples());
        }
        if (work instanceof Work.HoldOut holdOut) {
            return "hold out " + holdOut.example().clip().streamId();
        }
        Work.Apply apply = (Work.Apply) work;
        return "apply " + apply.control().getCommandId() + (apply.late() ? " late" : "");
    }

    private static String streams(List<Example> examples) {
        return String.join(" ", examples.stream().map(e -> e.clip().streamId()).toList());
    }
}
