/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.flink.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {
    @TempDir private Path folder;
    private ResultStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ResultStore(folder.resolve("runs"));
    }

    @Test
    void whatIsStoredIsFoundAgain() throws IOException {
        RunPlan plan = TestRuns.plan("joint", 1);
        String fingerprint = plan.fingerprint("examples");
        RunResult result = TestRuns.result(fingerprint, "joint", 1, 0.7, 0.2);
        ResultStore.write(store.file(plan, fingerprint), result);
        assertThat(store.find(plan, fingerprint)).contains(result);
    }

    @Test
    void anotherPlanOrOtherExamplesHaveNoResult() throws IOException {
        RunPlan plan = TestRuns.plan("joint", 1);
        String fingerprint = plan.fingerprint("examples");
        ResultStore.write(
                store.file(plan, fingerprint), TestRuns.result(fingerprint, "joint", 1, 0.7, 0.2));
        assertThat(store.find(plan, plan.fingerprint("others"))).isEmpty();
        RunPlan seed = TestRuns.plan("joint", 2);
        assertThat(store.find(seed, seed.fingerprint("examples"))).isEmpty();
        RunPlan method = TestRuns.plan("ogm", 1);
        assertThat(store.find(method, method.fingerprint("examples"))).isEmpty();
    }

    @Test
    void theFingerprintIsTheSameForTheSamePlan() {
        assertThat(TestRuns.plan("joint", 1).fingerprint("examples"))
                .isEqualTo(TestRuns.plan("joint", 1).fingerprint("examples"))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void damageIsToldWithTheFileAndWhatToDo() throws IOException {
        RunPlan plan = TestRuns.plan("joint", 1);
        String fingerprint = plan.fingerprint("examples");
        Path file = store.file(plan, fingerprint);
        ResultStore.write(file, TestRuns.result(fingerprint, "joint", 1, 0.7, 0.2));
        String whole = Files.readString(file);
        assertDamaged(plan, fingerprint, whole.substring(0, whole.length() / 2));
        assertDamaged(plan, fingerprint, "");
        assertDamaged(plan, fingerprint, "null");
        assertDamaged(plan, fingerprint, whole.replace("\"heldOut\"", "\"heldOff\""));
        assertDamaged(plan, fingerprint, whole.replace(fingerprint, "0".repeat(64)));
    }

    @Test
    void aNameOfAMethodIsSafeAsANameOfAFile() {
        RunPlan plan = TestRuns.plan("../x/y:text=" + "z".repeat(300), 1);
        Path file = store.file(plan, plan.fingerprint("examples"));
        assertThat(file.getParent()).isEqualTo(folder.resolve("runs"));
        assertThat(file.getFileName().toString()).hasSizeLessThan(120).endsWith(".json");
    }

    private void assertDamaged(RunPlan plan, String fingerprint, String text) throws IOException {
        Path file = store.file(plan, fingerprint);
        Files.writeString(file, text);
        assertThatThrownBy(() -> store.find(plan, fingerprint))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged")
                .hasMessageContaining("delete it");
    }
}
