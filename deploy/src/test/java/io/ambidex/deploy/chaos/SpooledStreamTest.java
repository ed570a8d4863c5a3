/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.simulator.Simulator;
import io.ambidex.connectors.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledStreamTest {
    private static final int SCENES = 3;

    @TempDir private Path folder;

    @Test
    void itGivesTheRecordsAndCountsOfItsSource() throws IOException {
        try (PlayedStream source = stream(SCENES);
                PlayedStream spooled = spool(SCENES)) {
            assertThat(spooled.streamId()).isEqualTo(source.streamId());
            long records = 0;
            while (source.hasNext()) {
                PlayedRecord expected = source.next();
                assertThat(spooled.next()).isEqualTo(expected);
                assertThat(spooled.counts()).isEqualTo(source.counts());
                records++;
            }
            assertThat(records).isGreaterThan(10 * SCENES);
            assertThat(spooled.counts().clips()).isEqualTo(SCENES);
            assertThat(spooled.hasNext()).isFalse();
            assertThatThrownBy(spooled::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining(spooled.streamId());
        }
    }

    @Test
    void theFileGoesWhenTheStreamIsClosed() throws IOException {
        PlayedStream spooled = spool(1);
        assertThat(folder).isNotEmptyDirectory();
        spooled.close();
        assertThat(folder).isEmptyDirectory();
        assertThat(spooled.hasNext()).isFalse();
        spooled.close();
    }

    private PlayedStream spool(int scenes) throws IOException {
        return SpooledStream.render(stream(scenes), folder.resolve("stream.records"));
    }

    private static PlayedStream stream(int scenes) {
        return new Simulator(SimulatorOptions.builder().seed(7).streams(1).scenes(scenes).build())
                .streams()
                .get(0);
    }
}
