/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.order;

import io.ambidex.connectors.kafka.MalformedRecordException;
import io.ambidex.connectors.kafka.RecordCodec;
import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.StreamTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;

/** Reads what {@link OrderOutput} wrote. */
final class OrderInput {

    private final DataInputViewStreamWrapper in;
    private final TypeSerializer<Example> serializer =
            StreamTypes.EXAMPLE.createSerializer(new SerializerConfigImpl());

    OrderInput(InputStream in) {
        this.in = new DataInputViewStreamWrapper(in);
    }

    /**
     * @throws IOException if what follows is something else, or has a layout that is not known
     */
    void readHeader() throws IOException {
        int magic = in.readInt();
        if (magic != OrderOutput.MAGIC) {
            throw new IOException(
                    "the waiting examples begin with %08x in the trainer's state, not with %08x"
                            .formatted(magic, OrderOutput.MAGIC));
        }
        byte layout = in.readByte();
        if (layout != OrderOutput.LAYOUT) {
            throw new IOException(
                    "the waiting examples have the layout %d in the trainer's state, known is %d"
                            .formatted(layout, OrderOutput.LAYOUT));
        }
    }

    long readLong() throws IOException {
        return in.readLong();
    }

    List<Example> readExamples() throws IOException {
        int count = in.readInt();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(serializer.deserialize(in));
        }
        return examples;
    }

    List<Control> readControls() throws IOException {
        int count = in.readInt();
        List<Control> controls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            controls.add(control(bytes));
        }
        return controls;
    }

    private static Control control(byte[] bytes) throws IOException {
        try {
            return (Control) RecordCodec.decode(bytes, Control.class.getSimpleName());
        } catch (MalformedRecordException e) {
            throw new IOException("the state holds a command that cannot be read", e);
        }
    }
}
