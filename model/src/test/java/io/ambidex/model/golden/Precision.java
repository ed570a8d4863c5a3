/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.golden;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.version.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The two number formats of a golden run, with the tolerance {@code |a - e| <= absolute + relative
 * |e|}.
 */
enum Precision {
    FLOAT64(LearnerOptions.Precision.FLOAT64, HostTensor.TensorType.F64, 1e-11, 1e-9),
    FLOAT32(LearnerOptions.Precision.FLOAT32, HostTensor.TensorType.F32, 2e-5, 2e-4);

    final LearnerOptions.Precision option;
    private final HostTensor.TensorType type;
    private final double absolute;
    private final double relative;

    Precision(
            LearnerOptions.Precision option,
            HostTensor.TensorType type,
            double absolute,
            double relative) {
        this.option = option;
        this.type = type;
        this.absolute = absolute;
        this.relative = relative;
    }

    DataType dataType() {
        return this == FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    HostTensor tensor(GoldenTensor values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.data().length * type.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values.data()) {
            if (this == FLOAT64) {
                bytes.putDouble(value);
            } else {
                bytes.putFloat((float) value);
            }
        }
        return new HostTensor(type, values.shape(), bytes.flip());
    }

    /**
     * What a file expects of a step: double precision always, single precision besides where it is
     * there and this is it.
     */
    void eachExpected(JsonNode expected, Consumer<JsonNode> check) {
        check.accept(expected.get("f64"));
        if (this == FLOAT32 && expected.has("f32")) {
            check.accept(expected.get("f32"));
        }
    }

    void check(String what, double actual, double expected) {
        double allowed = absolute + relative * Math.abs(expected);
        if (!(Math.abs(actual - expected) <= allowed)) {
            throw new AssertionError(
                    "%s (%s): expected %s, was %s, off by %s, allowed %s"
                            .formatted(
                                    what,
                                    name().toLowerCase(Locale.ROOT),
                                    expected,
                                    actual,
                                    Math.abs(actual - expected),
                                    allowed));
        }
    }

    void check(String what, double[] actual, double[] expected) {
        if (actual.length != expected.length) {
            throw new AssertionError(
                    "%s: expected %d values, was %d"
                            .formatted(what, expected.length, actual.length));
        }
        for (int i = 0; i < actual.length; i++) {
            check(what + "[" + i + "]", actual[i], expected[i]);
        }
    }
}
