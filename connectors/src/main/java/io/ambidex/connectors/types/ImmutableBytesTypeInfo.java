/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.types;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Bytes that are never changed after they were made, such as media: where Flink would copy them,
 * both sides hold the same array. Flink copies between chained operators, and the heap state
 * backend copies all entries of a key that is touched while a checkpoint is being written: with
 * media in them that would double the heap.
 *
 * <p>Null is no value of its own; a field of a POJO may be null.
 */
public final class ImmutableBytesTypeInfo extends TypeInformation<byte[]> {
    /** The only one that is needed. */
    public static final ImmutableBytesTypeInfo INSTANCE = new ImmutableBytesTypeInfo();

    private static final long serialVersionUID = 1L;

    private ImmutableBytesTypeInfo() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<byte[]> getTypeClass() {
        return byte[].class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<byte[]> createSerializer(SerializerConfig config) {
        return ImmutableBytesSerializer.INSTANCE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImmutableBytesTypeInfo;
    }

    @Override
    public int hashCode() {
        return ImmutableBytesTypeInfo.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ImmutableBytesTypeInfo;
    }

    @Override
    public String toString() {
        return "ImmutableBytes";
    }
}
