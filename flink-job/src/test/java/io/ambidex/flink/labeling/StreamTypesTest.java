/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.clip.SourcePositions;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.monitoring.CountUpdate;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamTypesTest {

    static List<TypeInformation<?>> types() {
        return List.of(
                StreamTypes.MEDIA_SAMPLE,
                StreamTypes.LABEL_RECORD,
                StreamTypes.WAITING_LABEL,
                StreamTypes.CLIP,
                StreamTypes.SCORED_CLIP,
                StreamTypes.EXAMPLE,
                CountUpdate.TYPE);
    }

    @ParameterizedTest
    @MethodSource("types")
    void noTypeNeedsAGenericSerializer(TypeInformation<?> type) {
        var config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        assertThat(type.createSerializer(config)).isInstanceOf(PojoSerializer.class);
    }

    @Test
    void anExampleWithAMissingModalitySurvivesItsSerializer() throws Exception {
        var positions = new SourcePositions("audio", 1, new long[] {4, 5});
        var clip =
                new Clip(
                        "cam",
                        new WindowId(0, 1000),
                        List.of(
                                new ModalityMedia("audio", new byte[] {1, 2}, 0, 1000, positions),
                                ModalityMedia.missing("video")),
                        null,
                        false);
        var example = new Example(clip, null, 3, true, new RecordPosition("labels", 0, 9), 1500);

        TypeSerializer<Example> serializer =
                StreamTypes.EXAMPLE.createSerializer(new SerializerConfigImpl());
        var out = new DataOutputSerializer(64);
        serializer.serialize(example, out);
        Example back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(back).usingRecursiveComparison().isEqualTo(example);
        assertThat(back.clip().missingModalities()).containsExactly("video");
    }
}
