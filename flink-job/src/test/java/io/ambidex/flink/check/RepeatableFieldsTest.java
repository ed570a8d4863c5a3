/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambidex.connectors.schema.ModalityMonitor;
import io.ambidex.connectors.schema.MonitorRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepeatableFieldsTest {

    static Stream<Schema.Field> fields() {
        return MonitorRecord.getClassSchema().getFields().stream();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void theDigestChangesWithTheMarkedFieldsAndWithNoOther(Schema.Field field) {
        MonitorRecord changed = record(0.25);
        changed.put(field.pos(), another(field, changed.get(field.pos())));

        boolean same =
                RepeatableFields.digest(changed).equals(RepeatableFields.digest(record(0.25)));
        assertThat(same).isEqualTo(field.getObjectProp("repeatable") == null);
    }

    @Test
    void whatUsersGotAndWhenItWasSaidIsNotRepeatable() {
        assertThat(fields().filter(field -> field.getObjectProp("repeatable") == null))
                .extracting(Schema.Field::name)
                .containsExactlyInAnyOrder(
                        "servingAccuracyWindowed",
                        "servingAccuracyFading",
                        "servedModelAgeSteps",
                        "emittedAtMillis");
    }

    @Test
    void theOrderOfNamesMakesNoDifference() {
        MonitorRecord one = record(0.25);
        MonitorRecord other = record(0.25);
        one.setLosses(ordered("a", "b"));
        other.setLosses(ordered("b", "a"));

        assertThat(RepeatableFields.digest(one)).isEqualTo(RepeatableFields.digest(other));
    }

    @Test
    void oneBitOfOneModalityMakesTheDifference() {
        assertThat(RepeatableFields.digest(record(Math.nextUp(0.25))))
                .isNotEqualTo(RepeatableFields.digest(record(0.25)));
        assertThat(RepeatableFields.digest(record(-0.0)))
                .isNotEqualTo(RepeatableFields.digest(record(0.0)));
    }

    private static Map<String, Double> ordered(String... names) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String name : names) {
            values.put(name, 1.0);
        }
        return values;
    }

    private static MonitorRecord record(double accuracy) {
        return MonitorRecord.newBuilder()
                .setModelName("model")
                .setStep(3)
                .setFirstExample(16)
                .setExamples(8)
                .setEventTimeMillis(1_000)
                .setMethod("joint")
                .setLoss(0.5)
                .setLosses(Map.of("joint", 0.5))
                .setSkipped(false)
                .setLearningRate(0.1)
                .setAccuracy(0.75)
                .setModalities(
                        Map.of(
                                "audio",
                                ModalityMonitor.newBuilder()
                                        .setAccuracy(accuracy)
                                        .setMissingRate(0)
                                        .build()))
                .setMethodMonitors(Map.of())
                .setEmittedAtMillis(5)
                .build();
    }

    /** Another value that the field may have. */
    private static Object another(Schema.Field field, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty() ? Map.of("new", 1.0) : Map.of();
        } else if (value instanceof Boolean truth) {
            return !truth;
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Long number) {
            return number + 1;
        } else if (value instanceof Double number) {
            return Math.nextUp(number);
        } else if (value instanceof CharSequence text) {
            return text + "s";
        }
        boolean whole =
                field.schema().getTypes().stream().anyMatch(t -> t.getType() == Schema.Type.LONG);
        return whole ? (Object) 1L : (Object) 1.0;
    }
}
