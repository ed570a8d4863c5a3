/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class StreamTypesTest {
    private static final TypeInformation<?>[] TYPES = {RawRecord.TYPE, OutputRecord.TYPE};

    @Test
    void noGenericTypeIsNeeded() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        for (TypeInformation<?> type : TYPES) {
            assertThat(type.createSerializer(new SerializerConfigImpl(configuration))).isNotNull();
        }
    }

    @Test
    void aRawRecordCrossesTheNetworkUnchanged() throws Exception {
        RawRecord raw = SampleRecords.raw(SampleRecords.chunk());
        RawRecord copy = roundTrip(RawRecord.TYPE, raw);
        assertThat(copy).usingRecursiveComparison().isEqualTo(raw);
        RawRecord bare =
                new RawRecord("audio", 0, 0, -1, null, null, List.of(new RawHeader("h", null)));
        assertThat(roundTrip(RawRecord.TYPE, bare)).usingRecursiveComparison().isEqualTo(bare);
    }

    @Test
    void anOutputRecordCrossesTheNetworkUnchanged() throws Exception {
        OutputRecord record = new OutputRecord("predictions", null, new byte[] {1}, "Prediction");
        assertThat(roundTrip(OutputRecord.TYPE, record))
                .usingRecursiveComparison()
                .isEqualTo(record);
    }

    private static <T> T roundTrip(TypeInformation<T> type, T value) throws Exception {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
