/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.StreamTypes;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;

/** Writes the waiting examples and commands into the trainer's state. */
final class OrderOutput {

    /** Begins what this class writes: "AMBO", for the order of training. */
    static final int MAGIC = 0x414D_424F;

    /**
     * Layout of what follows. It covers the bytes of the examples too, which are those of Flink's
     * serializer for {@link StreamTypes#EXAMPLE}: a field that is added there makes a new layout.
     */
    static final byte LAYOUT = 1;

    private final DataOutputViewStreamWrapper out;
    private final TypeSerializer<Example> serializer =
            StreamTypes.EXAMPLE.createSerializer(new SerializerConfigImpl());

    OrderOutput(OutputStream out) {
        this.out = new DataOutputViewStreamWrapper(new DataOutputStream(out));
    }

    void writeHeader() throws IOException {
        out.writeInt(MAGIC);
        out.writeByte(LAYOUT);
    }

    void writeLong(long value) throws IOException {
        out.writeLong(value);
    }

    void writeExamples(Collection<Example> examples) throws IOException {
        out.writeInt(examples.size());
        for (Example example : examples) {
            serializer.serialize(example, out);
        }
    }

    void writeControls(Collection<Control> controls) throws IOException {
        out.writeInt(controls.size());
        for (Control control : controls) {
            byte[] bytes = RecordCodec.encode(control);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    void flush() throws IOException {
        out.flush();
    }
}
