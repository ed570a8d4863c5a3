/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.training.drift.DriftEffect;
import io.ambidex.model.monitoring.drift.DriftSignal;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class UsedBatchTest {

    @Test
    void everythingReachesTheSecondLearnerThroughFlinksSerializer() throws Exception {
        DriftSignal ofAll = new DriftSignal("adwin", "error", null, 0.1, 0.5, 7);
        DriftSignal ofOne = new DriftSignal("page-hinkley", "loss", "camera-1", 0.2, 1.5, 7);
        Control command =
                new Control("c", 5L, "ogm", Map.of("alpha", "1"), null, "shadow", Map.of());
        UsedBatch batch =
                new UsedBatch(
                        3,
                        4,
                        TrainingFixture.examples(2),
                        UsedBatch.Use.TRAINED,
                        new ShadowOrders(
                                List.of(command),
                                true,
                                List.of(
                                        new DriftEffect(ofAll, true, 1, 0),
                                        new DriftEffect(ofOne, false, 3, 10))));
        TypeSerializer<UsedBatch> serializer =
                UsedBatch.TYPE.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(1 << 10);
        serializer.serialize(batch, out);
        UsedBatch read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(read.orders()).isEqualTo(batch.orders());
        assertThat(read.use()).isEqualTo(UsedBatch.Use.TRAINED);
        assertThat(read.step()).isEqualTo(3);
        assertThat(read.firstExample()).isEqualTo(4);
        assertThat(read.examples()).hasSize(2);
    }
}
