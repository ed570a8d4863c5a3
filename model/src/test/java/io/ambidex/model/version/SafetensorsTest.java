/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.model.engine.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @Test
    void tensorsAndMetadataComeBack() throws Exception {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("w", tensor(HostTensor.TensorType.F32, new long[] {2, 1}, 8));
        tensors.put("n", tensor(HostTensor.TensorType.I64, new long[0], 8));
        tensors.put("empty", tensor(HostTensor.TensorType.F64, new long[] {0, 3}, 0));

        Safetensors read =
                Safetensors.read(
                        new Safetensors(Map.of("format", "pt"), tensors).toBytes(),
                        ReadLimits.DEFAULT);

        assertThat(read.tensors()).isEqualTo(tensors);
        assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
    }

    @Test
    void wideTypesComeFirstSoThatEveryTensorIsAligned() throws Exception {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("odd", tensor(HostTensor.TensorType.F32, new long[] {3}, 12));
        tensors.put("count", tensor(HostTensor.TensorType.I64, new long[0], 8));

        byte[] file = new Safetensors(Map.of(), tensors).toBytes();

        assertThat(Safetensors.read(file, ReadLimits.DEFAULT).tensors().keySet())
                .containsExactly("count", "odd");
        assertThat(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    }

    @Test
    void theHeaderNeedNotListTensorsInTheOrderOfTheirData() throws Exception {
        byte[] file =
                file(
                        "{\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},"
                                + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
                        2);
        assertThat(Safetensors.read(file, ReadLimits.DEFAULT).tensors().keySet())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}        | has 8 bytes, not 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}        | has 4 bytes, not 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}       | must begin at byte 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}        | must begin at byte 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}       | truncated",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}       | 'shape' holds -2",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}      | 'shape' holds 2.0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}} | overflow",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,2],\"data_offsets\":[0,8]}} | at most 8",
                "{\"a\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}       | type 'BF16'",
                "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}                          | type ''",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}                               | no 'data_offsets'",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999]}} | 'data_offsets' holds",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}        | the tensors take 4 bytes, the file has 8",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"a\":{}} | Duplicate",
                "{\"__metadata__\":{\"x\":1}}                                            | metadata 'x' is not a text",
                "{\"a\":7}                                                               | type ''",
                "[1]                                                                     | does not begin with '{'",
                "{} {}                                                                   | not one JSON object",
                "{\"a\":                                                                 | not JSON"
            })
    void aHostileHeaderIsRefusedWithTheReason(String header, String reason) {
        assertThatThrownBy(() -> Safetensors.read(file(header, 8), ReadLimits.DEFAULT))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "-1", "9223372036854775807", "16777217", "1000"})
    void aHeaderLengthThatCannotBeIsRefused(long length) {
        byte[] file = file("{}", 0);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        assertThatThrownBy(() -> Safetensors.read(file, ReadLimits.DEFAULT))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessageContaining(Long.toString(length));
    }

    @Test
    void aDeeplyNestedHeaderIsRefused() {
        byte[] file = file("{\"a\":" + "[".repeat(100_000), 0);
        assertThatThrownBy(() -> Safetensors.read(file, ReadLimits.DEFAULT))
                .isInstanceOf(BadModelVersionException.class);
    }

    @Test
    void tooManyTensorsAreRefused() {
        byte[] file = new Safetensors(Map.of(), TestVersions.tensors(1)).toBytes();
        assertThatThrownBy(() -> Safetensors.read(file, new ReadLimits(1 << 20, 1 << 16, 5)))
                .isInstanceOf(BadModelVersionException.class)
                .hasMessageContaining("5 tensors");
    }

    @Test
    void flippedBytesNeverEscapeAsAnythingButARefusal() {
        byte[] whole = TestVersions.version(1).toBytes();
        CounterRandom random = new CounterRandom(5, 0, "flipped bytes");
        for (int i = 0; i < 2_000; i++) {
            byte[] file = whole.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                file[random.nextInt(3_000)] ^= (byte) (1 + random.nextInt(255));
            }
            try {
                VersionFile.read(file, null, ReadLimits.DEFAULT);
            } catch (BadModelVersionException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }

    private static HostTensor tensor(HostTensor.TensorType type, long[] shape, int bytes) {
        ByteBuffer data = ByteBuffer.allocate(bytes);
        for (int i = 0; i < bytes; i++) {
            data.put(i, (byte) (i + 1));
        }
        return new HostTensor(type, shape, data);
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }
}
