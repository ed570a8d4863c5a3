/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.DeadLetter;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.ModelUpdate;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

/** How Flink serializes the Avro records that flow between operators. */
public final class RecordTypes {
    public static final TypeInformation<Alert> ALERT = new AvroTypeInfo<>(Alert.class);
    public static final TypeInformation<Control> CONTROL = new AvroTypeInfo<>(Control.class);
    public static final TypeInformation<DeadLetter> DEAD_LETTER =
            new AvroTypeInfo<>(DeadLetter.class);
    public static final TypeInformation<LedgerEntry> LEDGER_ENTRY =
            new AvroTypeInfo<>(LedgerEntry.class);
    public static final TypeInformation<ModelUpdate> MODEL_UPDATE =
            new AvroTypeInfo<>(ModelUpdate.class);
    public static final TypeInformation<MonitorRecord> MONITOR_RECORD =
            new AvroTypeInfo<>(MonitorRecord.class);
    public static final TypeInformation<Prediction> PREDICTION =
            new AvroTypeInfo<>(Prediction.class);

    private RecordTypes() {}
}
