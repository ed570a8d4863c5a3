/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes what pairing keeps in its state. */
final class PairingTypes {

    static final TypeInformation<BufferedSample> BUFFERED_SAMPLE =
            Types.POJO(
                    BufferedSample.class,
                    Map.of(
                            "modality", Types.INT,
                            "startMillis", Types.LONG,
                            "endMillis", Types.LONG,
                            "partition", Types.INT,
                            "offset", Types.LONG,
                            "bytes", Types.INT));

    static final TypeInformation<StreamProgress> PROGRESS =
            Types.POJO(
                    StreamProgress.class,
                    Map.of(
                            "marks", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO,
                            "settledMillis", Types.LONG,
                            "nextEndMillis", Types.LONG,
                            "oldestMillis", Types.LONG,
                            "purgeMillis", Types.LONG,
                            "records", Types.LONG,
                            "bytes", Types.LONG,
                            "timerMillis", Types.LONG));

    private PairingTypes() {}
}
