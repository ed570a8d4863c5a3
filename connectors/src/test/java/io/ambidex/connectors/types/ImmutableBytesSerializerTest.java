/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ImmutableBytesSerializerTest {
    private static final byte[] BYTES = {1, -2, 3};

    private final TypeSerializer<byte[]> serializer =
            ImmutableBytesTypeInfo.INSTANCE.createSerializer(new SerializerConfigImpl());

    @Test
    void aCopyIsTheSameArray() {
        assertThat(serializer.copy(BYTES)).isSameAs(BYTES);
        assertThat(serializer.copy(BYTES, new byte[9])).isSameAs(BYTES);
        assertThat(serializer.isImmutableType()).isTrue();
        assertThat(serializer.duplicate()).isSameAs(serializer);
    }

    @Test
    void theBytesAreThoseThatFlinksOwnSerializerWrites() throws Exception {
        DataOutputSerializer own = new DataOutputSerializer(16);
        DataOutputSerializer flinks = new DataOutputSerializer(16);
        serializer.serialize(BYTES, own);
        BytePrimitiveArraySerializer.INSTANCE.serialize(BYTES, flinks);
        assertThat(own.getCopyOfBuffer()).isEqualTo(flinks.getCopyOfBuffer());

        DataInputDeserializer in = new DataInputDeserializer(own.getCopyOfBuffer());
        assertThat(serializer.deserialize(in)).isEqualTo(BYTES);
        assertThat(in.available()).isZero();
    }

    @Test
    void stateOfFlinksOwnSerializerIsReadAsItIs() {
        var snapshot = new ImmutableBytesSerializer.Snapshot();
        assertThat(
                        snapshot.resolveSchemaCompatibility(
                                        BytePrimitiveArraySerializer.INSTANCE
                                                .snapshotConfiguration())
                                .isCompatibleAsIs())
                .isTrue();
        assertThat(
                        snapshot.resolveSchemaCompatibility(serializer.snapshotConfiguration())
                                .isCompatibleAsIs())
                .isTrue();
        assertThat(snapshot.restoreSerializer()).isSameAs(serializer);
    }
}
