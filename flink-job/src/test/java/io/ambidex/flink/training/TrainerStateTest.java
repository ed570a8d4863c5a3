/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.model.learning.Learner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerStateTest {

    @TempDir Path directory;
    private Trainer trainer;
    private byte[] state;

    @BeforeEach
    void writeState() throws IOException {
        trainer = trainer();
        TrainingFixture.examples(9).forEach(trainer::add);
        trainer.advanceTo(7_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TrainerState.write(trainer, out);
        state = out.toByteArray();
    }

    @AfterEach
    void close() {
        trainer.close();
    }

    @Test
    void aStateOfALaterFormatIsRefusedWithTheHighestKnownOne() {
        int known = ByteBuffer.wrap(state).getInt();
        assertThatThrownBy(() -> read(ByteBuffer.wrap(state).putInt(0, known + 1).array()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has format " + (known + 1))
                .hasMessageContaining("the highest known is " + known);
    }

    @Test
    void aStateOfAFormatThatIsNoLongerReadIsRefusedWithTheLowestKnownOne() {
        assertThatThrownBy(() -> read(ByteBuffer.wrap(state).putInt(0, 2).array()))
                .isInstanceOf(IOException.class)
                .hasMessage("the trainer's state has format 2, the lowest known is 3");
    }

    @Test
    void aStateThatIsReadIsWrittenAgainByteForByte() throws IOException {
        assertThat(read(state)).isEqualTo(state);
    }

    /** Reads a state into a fresh trainer and gives what that one writes. */
    private byte[] read(byte[] bytes) throws IOException {
        try (Trainer fresh = trainer()) {
            TrainerState.read(fresh, new ByteArrayInputStream(bytes));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TrainerState.write(fresh, out);
            return out.toByteArray();
        }
    }

    private Trainer trainer() {
        TrainerSettings settings = TrainingFixture.settings(directory);
        Learner learner = Learner.create(settings.networkSpec(), settings.learnerOn("cpu"));
        return new Trainer(settings, "cpu", learner, new Nowhere(), () -> 1);
    }

    /** Nobody looks at the records here. */
    private static final class Nowhere implements TrainerOutput {
        @Override
        public void monitor(MonitorRecord record) {}

        @Override
        public void modelUpdate(ModelUpdate update) {}

        @Override
        public void ledger(LedgerEntry entry) {}

        @Override
        public void alert(Alert alert) {}

        @Override
        public void used(UsedBatch batch) {}
    }
}
