/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.RoleUpdate;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class OutputRecordsTest {
    private final ModelUpdate update =
            new ModelUpdate("demo", 1L, 7L, "sha256:00", "file:///m", 9L, 40L, "{}", null, 5L);

    @Test
    void aModelUpdateIsKeyedByVersionAndARoleByRole() {
        RoleUpdate role = new RoleUpdate("demo", "champion", 1L, 7L, "sha256:00", "first", 5L);
        assertThat(key(OutputRecords.modelUpdate("m", update))).isEqualTo("demo/1/7");
        assertThat(key(OutputRecords.roleUpdate("m", role))).isEqualTo("demo/champion");
        assertThat(key(OutputRecords.alert("a", new Alert("lost", "info", "m", Map.of(), 5L))))
                .isEqualTo("lost");
    }

    @Test
    void theSinkWritesKeyValueAndHeader() throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new OutputRecordSchema()
                        .serialize(OutputRecords.modelUpdate("model-updates", update), null, 17L);
        assertThat(record.topic()).isEqualTo("model-updates");
        assertThat(record.timestamp()).isNull();
        String name =
                new String(
                        record.headers().lastHeader(RecordCodec.HEADER).value(),
                        StandardCharsets.UTF_8);
        assertThat(RecordCodec.decode(record.value(), name)).isEqualTo(update);
    }

    private static String key(OutputRecord record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }
}
